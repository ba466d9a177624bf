export { cleanName, MAX_NAME_CHARACTERS } from "./clean-name.ts";
export { type RenderedText, type RenderOptions, renderTemplate } from "./render-template.ts";
export { InvalidTemplateError, loadTemplates, type Templates, TEMPLATES_FOLDER } from "./load-templates.ts";

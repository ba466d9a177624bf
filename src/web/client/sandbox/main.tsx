import "../look/tokens.css";
import "../look/base.css";
import "../look/controls.css";
import "./layout.css";
import "./people/people.css";
import "./chat/chat.css";
import "./chat/message.css";
import "./chat/composer.css";
import "./clock/clock.css";
import "./panel/panel.css";

import { render } from "preact";

import { applyStoredTheme } from "../look/theme.ts";
import { App } from "./app.tsx";
import { createActions } from "./state/actions.ts";
import { createPage } from "./state/page.ts";
import { PageContext } from "./state/use-page.ts";

applyStoredTheme();

const page = createPage();
const actions = createActions(page);
const root = document.getElementById("app");
if (root === null) {
  throw new Error("index.html holds no #app");
}
render(
  <PageContext.Provider value={{ store: page.store, actions }}>
    <App />
  </PageContext.Provider>,
  root,
);
void actions.start();

/**
 * An ESLint rule: each export of `src/` says what it promises, because a reader of the folder's front door sees nothing else.
 *
 * A doc comment speaks for the exports that follow it without a blank line (a list and the type made of it, a row of constants).
 * Lists of re-exports need none: the comment stands where the thing is declared.
 */
import type { Rule } from "eslint";

export const documentedExports: Rule.RuleModule = {
  meta: {
    type: "suggestion",
    docs: { description: "a doc comment on each export" },
    messages: {
      missing: "An export needs a doc comment: what does it promise, in which units, what does it not promise?",
    },
    schema: [],
  },
  create: (context) => {
    const source = context.sourceCode;
    let documentedUntilLine: number | null = null;

    return {
      "Program > ExportNamedDeclaration[declaration!=null]": (node: Rule.Node) => {
        const lines = node.loc;
        if (lines === null || lines === undefined) {
          return;
        }
        const comments = source.getCommentsBefore(node);
        const documented = comments.some(({ type, value }) => type === "Block" && value.startsWith("*"));
        const follows = comments.length === 0 && documentedUntilLine === lines.start.line - 1;
        if (documented || follows) {
          documentedUntilLine = lines.end.line;
        } else {
          context.report({ node, messageId: "missing" });
        }
      },
    };
  },
};

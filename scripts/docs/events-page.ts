/** `docs/events.md`: every event, from the interfaces named `…Events` that declare them. */
import ts from "typescript";

import { cell, docCommentOf, nodesOf, productionSources } from "./source-files.ts";

export function eventsPage(): string {
  const sections = productionSources().flatMap((source) =>
    nodesOf(source, ts.isInterfaceDeclaration)
      .filter((node) => /.Events$/.test(node.name.text))
      .flatMap((node) => section(node, source.fileName)),
  );
  return [
    "# Events",
    "",
    "What the parts tell while they work. A listener is called after the transaction that the event speaks of, unless its line",
    "says otherwise; one that throws is logged and harms nobody.",
    "",
    "This page is written by `npm run docs` from the interfaces that declare the events.",
    "",
    ...sections,
  ].join("\n");
}

function section(node: ts.InterfaceDeclaration, path: string): readonly string[] {
  const rows = node.members.filter(ts.isPropertySignature).map((member) => {
    const name = ts.isStringLiteral(member.name) ? member.name.text : member.name.getText();
    const fields = (member.type?.getText() ?? "").replace(/\breadonly /g, "").replace(/\s+/g, " ");
    return `| \`${name}\` | ${cell(docCommentOf(member))} | ${cell(`\`${fields}\``)} |`;
  });
  return [
    `## ${node.name.text}`,
    "",
    `${docCommentOf(node)} Declared in \`${path}\`.`.trim(),
    "",
    "| event | when | carries |",
    "| --- | --- | --- |",
    ...rows,
    "",
  ];
}

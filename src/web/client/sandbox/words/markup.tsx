import type { JSX } from "preact";

type Block =
  { readonly kind: "line" | "small" | "gap"; readonly text: string } | { readonly kind: "code"; readonly text: string };

/**
 * A message's text with the little of Discord's markup that the bot uses: `-# ` small lines, **bold**, `code`, ``` blocks. Everything
 * else is shown as it was written; nothing ever becomes HTML.
 */
export function MessageText({ text }: { readonly text: string }): JSX.Element {
  return (
    <div class="text">
      {blocks(text).map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { readonly block: Block }): JSX.Element {
  switch (block.kind) {
    case "code":
      return <pre class="text-code">{block.text}</pre>;
    case "small":
      return <small class="text-small">{inline(block.text)}</small>;
    case "gap":
      return <span class="text-gap" />;
    case "line":
      return <span class="text-line">{inline(block.text)}</span>;
  }
}

function blocks(text: string): readonly Block[] {
  const parts = text.split(/```(?:\w*\n)?([\s\S]*?)```/);
  return parts.flatMap((part, index): readonly Block[] =>
    index % 2 === 1 ? [{ kind: "code", text: part.replace(/\n$/, "") }] : lines(part, parts.length > 1),
  );
}

function lines(part: string, besideCode: boolean): readonly Block[] {
  const shown = besideCode ? part.replace(/^\n|\n$/g, "") : part;
  if (besideCode && shown === "") {
    return [];
  }
  return shown.split("\n").map((line): Block => {
    if (line.startsWith("-# ")) {
      return { kind: "small", text: line.slice(3) };
    }
    return line.trim() === "" ? { kind: "gap", text: "" } : { kind: "line", text: line };
  });
}

function inline(text: string): readonly (string | JSX.Element)[] {
  return text
    .replace(/<@!?([^>\s]+)>/g, "@$1")
    .split(/(\*\*[^*]+\*\*|`[^`]+`)/)
    .map((part, index) => {
      if (index % 2 === 0) {
        return part;
      }
      return part.startsWith("`") ? (
        <code key={index}>{part.slice(1, -1)}</code>
      ) : (
        <strong key={index}>{part.slice(2, -2)}</strong>
      );
    });
}

/** The words without small lines and marks, for a quotation or to be read out. */
export function plainText(text: string): string {
  return text
    .split("\n")
    .filter((line) => !line.startsWith("-# ") && line.trim() !== "")
    .join(" ")
    .replace(/\*\*([^*]+)\*\*|`([^`]+)`/g, "$1$2");
}

import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { Icon } from "./icon.tsx";
import { chooseTheme, currentTheme } from "./theme.ts";

/** Switches between light and dark colours. */
export function ThemeToggle(): JSX.Element {
  const [theme, setTheme] = useState(currentTheme);
  const other = theme === "dark" ? "light" : "dark";
  return (
    <button
      type="button"
      class="icon-button"
      title={`Switch to ${other} colours`}
      aria-label={`Switch to ${other} colours`}
      onClick={() => {
        chooseTheme(other);
        setTheme(other);
      }}
    >
      <Icon name={theme === "dark" ? "sun" : "moon"} />
    </button>
  );
}

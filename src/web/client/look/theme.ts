/** The two sets of colours. */
export type Theme = "light" | "dark";

const KEY = "rekindle.theme";

function systemTheme(): Theme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function storedTheme(): Theme | null {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === "light" || stored === "dark" ? stored : null;
  } catch {
    return null;
  }
}

/** What is shown now: what was chosen here, else what the system prefers. */
export function currentTheme(): Theme {
  return storedTheme() ?? systemTheme();
}

/** Applies what was chosen earlier. Call before anything is drawn. */
export function applyStoredTheme(): void {
  const stored = storedTheme();
  if (stored !== null) {
    document.documentElement.dataset["theme"] = stored;
  }
}

/** Chooses a theme and remembers it in this browser. */
export function chooseTheme(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // It then holds for this visit only.
  }
}

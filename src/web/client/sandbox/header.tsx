import type { JSX } from "preact";

import { Ember } from "../look/logo.tsx";
import { ThemeToggle } from "../look/theme-toggle.tsx";
import { ClockBar } from "./clock/clock-bar.tsx";

/** The name, the clock, the colours. */
export function Header(): JSX.Element {
  return (
    <header class="header">
      <h1 class="brand">
        <Ember />
        <span class="brand-name">Rekindle</span>
        <span class="brand-tag">sandbox</span>
      </h1>
      <ClockBar />
      <ThemeToggle />
    </header>
  );
}

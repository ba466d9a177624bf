import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/**
 * Takes the focus where a focused control has just gone, so that the keyboard does not start again at the top of the page.
 *
 * @param version - another value whenever a control may have gone.
 */
export function useCatchFocus(catcher: RefObject<HTMLElement>, version: unknown): void {
  useEffect(() => {
    if (document.activeElement === document.body && catcher.current?.dataset["armed"] === "true") {
      catcher.current.focus({ preventScroll: true });
    }
    if (catcher.current !== null) {
      // Not when it is first shown: nothing can have gone then.
      catcher.current.dataset["armed"] = "true";
    }
  }, [version]);
}

import { createContext } from "preact";
import { useContext, useLayoutEffect, useState } from "preact/hooks";

import type { Actions } from "./actions.ts";
import type { PageState } from "./page-state.ts";
import type { Store } from "./store.ts";

interface PageContextValue {
  readonly store: Store<PageState>;
  readonly actions: Actions;
}

/** Holds the page's state and what can be done with it; set once, in `main.tsx`. */
export const PageContext = createContext<PageContextValue | null>(null);

function usePageContext(): PageContextValue {
  const value = useContext(PageContext);
  if (value === null) {
    throw new Error("a component was shown outside the page");
  }
  return value;
}

/** One part of the state; the component is drawn again when that part changes. */
export function usePage<Part>(select: (state: PageState) => Part): Part {
  const { store } = usePageContext();
  const part = select(store.get());
  const [, redraw] = useState<unknown>(null);
  useLayoutEffect(() => {
    let shown = part;
    return store.subscribe(() => {
      const next = select(store.get());
      if (!Object.is(next, shown)) {
        shown = next;
        redraw({});
      }
    });
    // `select` is a plain function of the state: the one of the first drawing is as good as any.
  }, [store]);
  return part;
}

/** What the page can do. */
export function useActions(): Actions {
  return usePageContext().actions;
}

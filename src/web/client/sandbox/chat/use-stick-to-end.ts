import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

const NEAR_PX = 120;

interface StickToEnd {
  readonly listRef: RefObject<HTMLDivElement>;
  /** True where newer messages lie below what is seen. */
  readonly isBehind: boolean;
  toEnd(): void;
}

/**
 * Keeps a list at its end while what it holds grows, unless its reader has scrolled up.
 *
 * @param jumps - another number whenever it is to go to its end all the same.
 */
export function useStickToEnd(jumps: number): StickToEnd {
  const listRef = useRef<HTMLDivElement>(null);
  const sticksRef = useRef(true);
  const [isBehind, setBehind] = useState(false);

  function toEnd(): void {
    const list = listRef.current;
    if (list !== null) {
      list.scrollTop = list.scrollHeight;
    }
  }

  useEffect(() => {
    const list = listRef.current;
    if (list === null) {
      return;
    }
    const onScroll = (): void => {
      sticksRef.current = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX;
      setBehind(!sticksRef.current);
    };
    // What stands below the list grows and shrinks too: notes, the composer, a phone's keyboard.
    const resized = new ResizeObserver(() => {
      if (sticksRef.current) {
        toEnd();
      }
    });
    list.addEventListener("scroll", onScroll, { passive: true });
    resized.observe(list);
    [...list.children].forEach((child) => {
      resized.observe(child);
    });
    return () => {
      list.removeEventListener("scroll", onScroll);
      resized.disconnect();
    };
  }, []);

  useLayoutEffect(() => {
    sticksRef.current = true;
    toEnd();
  }, [jumps]);

  return { listRef, isBehind, toEnd };
}

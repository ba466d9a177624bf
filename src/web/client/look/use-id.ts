import { useState } from "preact/hooks";

let count = 0;

/** An id for one component, the same for as long as it is shown. */
export function useId(): string {
  const [id] = useState(() => {
    count += 1;
    return `id-${String(count)}`;
  });
  return id;
}

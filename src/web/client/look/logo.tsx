import type { JSX } from "preact";

import { useId } from "./use-id.ts";

/** The ember: the mark of Rekindle, and the face of its bot. */
export function Ember(): JSX.Element {
  const fill = useId();
  return (
    <svg class="ember" viewBox="0 0 32 32" aria-hidden="true">
      <defs>
        <linearGradient id={fill} x1="16" y1="2" x2="16" y2="30" gradientUnits="userSpaceOnUse">
          <stop offset="0" stop-color="#ffb347" />
          <stop offset="0.5" stop-color="#f0652f" />
          <stop offset="1" stop-color="#b52a3c" />
        </linearGradient>
      </defs>
      <path
        fill={`url(#${fill})`}
        d="M17.200 1.800c.9 4.600-1 7.200-3.200 9.900C11.400 14.700 8 17.200 8 21.300 8 26.300 11.700 30 16.400 30 21.200 30 25 26.300 25 21.200c0-3.400-1.500-5.900-3.100-8-.3 1.900-1 3.200-2.300 4.100.6-5.500-.1-11.300-2.400-15.500Z"
      />
      <path
        fill="#fff3e0"
        d="M16.700 17.400c.4 2.100-.6 3.200-1.500 4.300-.7.9-1.300 1.700-1.300 2.900 0 1.700 1.200 2.900 2.700 2.900s2.700-1.200 2.700-3c0-2.500-1.700-4-2.600-7.100Z"
      />
    </svg>
  );
}

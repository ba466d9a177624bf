import type { ComponentChildren, JSX } from "preact";

import { Icon, type IconName } from "../../look/icon.tsx";
import { useId } from "../../look/use-id.ts";

interface SectionProps {
  readonly title: string;
  readonly icon: IconName;
  readonly children: ComponentChildren;
}

/** One thing that the panel tells. */
export function Section({ title, icon, children }: SectionProps): JSX.Element {
  const id = useId();
  return (
    <section class="section" aria-labelledby={id}>
      <h3 class="section-title" id={id}>
        <Icon name={icon} />
        {title}
      </h3>
      {children}
    </section>
  );
}

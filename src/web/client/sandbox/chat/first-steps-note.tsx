import type { JSX } from "preact";

import { Icon } from "../../look/icon.tsx";
import { useActions, usePage } from "../state/use-page.ts";

const STEPS = [
  { name: "said", title: "Say something", words: "three or more messages; tell of something that is coming up" },
  { name: "answered", title: "Answer the question", words: "the bot asks once whether it may write" },
  { name: "wound", title: "Wind the clock", words: "two days on, and a follow-up arrives" },
] as const;

/** The three steps of a newcomer; each ticks itself when it happens. */
export function FirstStepsNote(): JSX.Element | null {
  const done = usePage((state) => state.steps);
  const panel = usePage((state) => state.panel);
  const { dismissSteps } = useActions();
  if (done.dismissed) {
    return null;
  }
  const isAnswered = panel !== null && !["not_asked", "asked"].includes(panel.permission.state);
  const steps = { ...done, said: done.said || (panel?.messageCount ?? 0) > 0, answered: done.answered || isAnswered };
  const nextName = STEPS.find(({ name }) => !steps[name])?.name;
  return (
    <section class="steps" aria-label="First steps">
      {nextName === undefined ? <AllDone /> : null}
      <ol hidden={nextName === undefined}>
        {STEPS.map(({ name, title, words }, index) => (
          <li key={name} data-done={steps[name]} data-next={name === nextName}>
            <span class="step-mark" aria-hidden="true">
              {steps[name] ? <Icon name="check" /> : index + 1}
            </span>
            <span class="step-words">
              <strong>{title}</strong>
              {steps[name] ? <span class="only-read-out">(done)</span> : null}
              <span class="step-hint">{words}</span>
            </span>
          </li>
        ))}
      </ol>
      <button type="button" class="icon-button" aria-label="Put the first steps away" onClick={dismissSteps}>
        <Icon name="close" />
      </button>
    </section>
  );
}

function AllDone(): JSX.Element {
  return (
    <p class="steps-done" role="status">
      <span class="step-mark" aria-hidden="true">
        <Icon name="check" />
      </span>
      <span>
        <strong>That is the whole idea.</strong> Now answer, press <em>Why this?</em> or <em>Stop</em>, or be the admin
        and type <kbd>!</kbd>
      </span>
    </p>
  );
}

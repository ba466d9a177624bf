import type { JSX, TargetedEvent } from "preact";
import { useRef, useState } from "preact/hooks";

import { Icon } from "../../look/icon.tsx";
import { useId } from "../../look/use-id.ts";
import { useActions, usePage } from "../state/use-page.ts";

const SUGGESTED_NAMES = ["nora", "ines", "tom"];
const LONGEST_NAME = 32;

interface NewPersonFormProps {
  readonly label: string;
  /** Offers a few names to press. */
  readonly suggestions?: boolean;
}

/** Makes up a person. */
export function NewPersonForm({ label, suggestions = false }: NewPersonFormProps): JSX.Element {
  const { pickPerson } = useActions();
  const [problem, setProblem] = useState<string | null>(null);
  const nameRef = useRef<HTMLInputElement>(null);
  const id = useId();

  function submit(event: TargetedEvent<HTMLFormElement>): void {
    event.preventDefault();
    const name = nameRef.current?.value.trim() ?? "";
    const wrong = nameProblem(name);
    setProblem(wrong);
    if (wrong === null) {
      event.currentTarget.reset();
      pickPerson(name);
    }
  }

  return (
    <form class="new-person" onSubmit={submit} noValidate>
      <label for={id}>{label}</label>
      <div class="field-row">
        <input
          id={id}
          ref={nameRef}
          name="name"
          class="field"
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          placeholder={suggestions ? "a name, such as nora" : "a name"}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-problem`}
        />
        <button
          type="submit"
          class="button"
          data-look={suggestions ? "ember" : "plain"}
          aria-label={suggestions ? undefined : "Become this person"}
        >
          {suggestions ? "Begin" : <Icon name="plus" />}
        </button>
      </div>
      <p id={`${id}-problem`} class="field-problem" role="alert">
        {problem}
      </p>
      {suggestions ? <Suggestions /> : null}
    </form>
  );
}

function Suggestions(): JSX.Element {
  const { pickPerson } = useActions();
  const people = usePage((state) => state.people);
  const unused = SUGGESTED_NAMES.filter((name) => !people.some((person) => person.name === name));
  return (
    <div class="chips">
      {unused.map((name) => (
        <button
          key={name}
          type="button"
          class="chip"
          onClick={() => {
            pickPerson(name);
          }}
        >
          Be {name}
        </button>
      ))}
    </div>
  );
}

function nameProblem(name: string): string | null {
  if (name === "") {
    return "Give them a name first.";
  }
  if (name.length > LONGEST_NAME) {
    return `At most ${String(LONGEST_NAME)} letters, please.`;
  }
  return /^[\p{L}\p{M}\p{N}_.-]+$/u.test(name)
    ? null
    : "Letters, digits, dots and dashes, please: no spaces, so that @name can mention them.";
}

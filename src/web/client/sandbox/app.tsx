import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

import { AreaTabs } from "./area-tabs.tsx";
import { ChatArea } from "./chat/chat-area.tsx";
import { ConnectionBanner, ProblemNote } from "./banners.tsx";
import { Header } from "./header.tsx";
import { PanelArea } from "./panel/panel-area.tsx";
import { PeopleArea } from "./people/people-area.tsx";
import { Opening } from "./opening.tsx";
import { usePage } from "./state/use-page.ts";
import { Welcome } from "./welcome.tsx";

/** The whole page. */
export function App(): JSX.Element {
  const isReady = usePage((state) => state.sandbox !== null);
  const isSomebody = usePage((state) => state.user !== null);
  useTitle();
  if (!isReady) {
    return <Opening />;
  }
  return (
    <div class="page">
      <a class="skip-link" href="#chat">
        Skip to the chat
      </a>
      <Header />
      <ConnectionBanner />
      <ProblemNote />
      {isSomebody ? <Areas /> : <Welcome />}
    </div>
  );
}

/** The browser's tab says when something waits to be read. */
function useTitle(): void {
  const waiting = usePage(
    (state) => state.peopleWithNews.length + Object.values(state.unread).reduce((sum, count) => sum + count, 0),
  );
  useEffect(() => {
    document.title = waiting > 0 ? `(${String(waiting)}) Rekindle` : "Rekindle";
  }, [waiting]);
}

function Areas(): JSX.Element {
  const area = usePage((state) => state.area);
  return (
    <>
      <div class="areas" data-area={area}>
        <PeopleArea />
        <ChatArea />
        <PanelArea />
      </div>
      <AreaTabs />
    </>
  );
}

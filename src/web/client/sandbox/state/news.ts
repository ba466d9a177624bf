import { noteAway, type Page } from "./page.ts";

/** Marks the other people to whom something was sent while the clock was wound: the stream tells only of the one we are. */
export async function findNews(
  page: Page,
  wound: { readonly from: string; readonly delivered: number },
): Promise<void> {
  const { store, client } = page;
  const { user, people } = store.get();
  if (wound.delivered === 0) {
    return;
  }
  try {
    for (const { name } of people.filter((person) => person.name !== user && person.lastMessageAt !== null)) {
      const { followUps } = await client.readPanel(name);
      const newest = followUps[0];
      if (newest !== undefined && newest.sentAt >= wound.from && store.get().user !== name) {
        store.set({ peopleWithNews: [...new Set([...store.get().peopleWithNews, name])] });
      }
    }
  } catch (error) {
    noteAway(page, error);
  }
}

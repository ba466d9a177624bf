import type { Locator, Page } from "playwright-core";

/** What somebody does on the page, by what they see of it. */
export class Visitor {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get composer(): Locator {
    return this.page.getByRole("textbox", { name: /^Write (to|in)/ });
  }

  get commands(): Locator {
    return this.page.getByRole("listbox", { name: "Commands" }).getByRole("option");
  }

  get messages(): Locator {
    return this.page.getByRole("region", { name: "Messages" }).getByRole("article");
  }

  get panel(): Locator {
    return this.page.getByRole("complementary", { name: /^What Ember knows/ });
  }

  get clock(): Locator {
    return this.page.getByRole("region", { name: "The sandbox’s clock" });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  message(text: string): Locator {
    return this.messages.filter({ hasText: text });
  }

  section(title: string): Locator {
    return this.panel.getByRole("region", { name: title });
  }

  async become(name: string): Promise<void> {
    await this.page.getByRole("textbox", { name: /Who do you want to be|Somebody new/ }).fill(name);
    await this.page.keyboard.press("Enter");
    await this.composer.waitFor();
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press("Enter");
    await this.messages.filter({ hasText: text, hasNotText: "sending …" }).first().waitFor();
  }

  /** Three messages, after which the bot asks. */
  async talk(): Promise<void> {
    await this.say("hi there! long week so far");
    await this.say("coffee keeps me going");
    await this.say("My biology exam is on Thursday and I'm quite stressed about it");
    await this.button("Yes").waitFor();
  }

  async sayYes(): Promise<void> {
    await this.talk();
    await this.button("Yes").click();
    await this.message("I'll write rarely").waitFor();
    await this.section("What happens next").getByRole("button").waitFor();
  }

  /** The same where the panel is an area of its own. */
  async sayYesOnPhone(): Promise<void> {
    await this.talk();
    await this.button("Yes").click();
    await this.message("I'll write rarely").waitFor();
  }
}

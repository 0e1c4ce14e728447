/** What is measured: pages, and what people do on them. */

const openMenu = {
  name: "open the command menu",
  act: (page) => page.keyboard.press("Control+k"),
  wanted: { selector: "dialog[open] [role=combobox]" },
};

/** Away again before something else is measured. */
async function closeMenu(page) {
  await page.keyboard.press("Escape");
  await page.locator("dialog[open]").waitFor({ state: "hidden" });
}

/** Key by key, at the speed of somebody who knows the word. */
const type = (page, text) => page.keyboard.type(text, { delay: 60 });

/** @param {{ tenant: string, server: string, policy: string, tools: number }} town */
export const placesOf = ({ tenant, server, policy, tools }) => [
  {
    name: "audit log",
    path: `/${tenant}/audit`,
    holds: { selector: "li[id^=evt_]", count: 50 },
    scriptGoalKiB: 175,
    acts: [
      {
        name: "type into the search",
        prepare: (page) => page.getByLabel("Search the log").focus(),
        act: (page) => type(page, "transfer"),
      },
      {
        name: "type into the filter of agents",
        prepare: async (page) => {
          await page.getByRole("button", { name: "Agent", exact: true }).click();
          await page.getByRole("group", { name: "Agent", exact: true }).getByRole("searchbox").first().focus();
        },
        act: (page) => type(page, "agent-1"),
        // Escape would first empty the field; a press elsewhere closes the list.
        after: async (page) => {
          await page.getByRole("heading", { level: 1 }).click();
          await page
            .getByRole("group", { name: "Agent", exact: true })
            .getByRole("searchbox")
            .waitFor({ state: "hidden" });
        },
      },
      {
        name: "open an event",
        act: (page) => page.locator("li[id^=evt_] summary").nth(3).click(),
        wanted: { selector: "li[id^=evt_] h3", text: "Decision" },
      },
      {
        name: "load more",
        act: (page) => page.getByRole("link", { name: "Load more" }).click(),
        wanted: { selector: "li[id^=evt_]", count: 100 },
        shownGoalMs: 100,
      },
      openMenu,
      {
        name: "go to the agents",
        prepare: closeMenu,
        act: (page) =>
          page.getByRole("navigation", { name: "Console" }).getByRole("link", { name: "Agents", exact: true }).click(),
        wanted: { selector: "h1", text: "Agents" },
        shownGoalMs: 60,
      },
    ],
  },
  {
    name: "agents",
    path: `/${tenant}/agents`,
    holds: { selector: "tbody tr", count: 40 },
    acts: [
      openMenu,
      {
        name: "type into the command menu",
        act: (page) => type(page, "agent-1"),
      },
      {
        name: "go to an agent",
        prepare: closeMenu,
        act: (page) => page.getByRole("link", { name: "Agent 10", exact: true }).click(),
        wanted: { selector: "h1", text: "Agent 10" },
        shownGoalMs: 60,
      },
    ],
  },
  {
    name: "tools of a server",
    path: `/${tenant}/servers/${server}/tools`,
    // A page of them.
    holds: { selector: "tbody tr", count: Math.min(tools, 50) },
    acts: [
      openMenu,
      {
        name: "go to a tool",
        prepare: closeMenu,
        act: (page) => page.getByRole("link", { name: "transfer_11", exact: true }).click(),
        wanted: { selector: "h1", text: "transfer_11" },
        shownGoalMs: 60,
      },
    ],
  },
  {
    name: "policy editor",
    path: `/${tenant}/policies/${policy}`,
    holds: { selector: "form input[name=name]" },
    acts: [
      {
        name: "type into the name",
        prepare: (page) => page.getByLabel("Name", { exact: true }).focus(),
        act: (page) => type(page, "transfers"),
      },
      {
        name: "type into a condition",
        prepare: async (page) => {
          const part = page.getByRole("group", { name: "Denies when", exact: true });
          await part.getByRole("radio", { name: "Text" }).check();
          await part.getByRole("textbox", { name: "Denies when, as text" }).focus();
        },
        act: (page) => type(page, " && args.amount < 900"),
      },
      openMenu,
    ],
  },
];

import { Contents, DocPage } from "@/components/docs/doc-page";
import { DocSection, Prose } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";

export const metadata = { title: "Your own page" };

const places = [
  { id: "agents", label: "Which agents act for you" },
  { id: "change", label: "Changing what they may do" },
  { id: "wrong", label: "When something went wrong" },
  { id: "records", label: "Your records" },
  { id: "admins", label: "What administrators can do" },
];

const changes = [
  ["Pause", "Nothing of the agent is let through, from its next call on.", "Resume"],
  ["A lower level on a server", "It may do less there, from its next call on.", "Raise it again"],
  ["Raise a level", "Up to what an administrator lets you pass on. The agent need not connect anew.", "Lower it"],
  ["Leave out a tool", "The agent may not use this one tool, whatever the level.", "Put it back"],
  ["Take a server away", "It may do nothing there.", "Allow it again"],
  [
    "Let it end by itself",
    "In an hour, in four, at midnight or in thirty days, unless it ends sooner.",
    "Change the end",
  ],
  ["Disconnect", "Its access is worth nothing from the next call on, for good.", "Connect it anew"],
] as const;

export default function YourPagePage() {
  return (
    <DocPage
      title="Your own page"
      description="Agents act in your name. Under “Your agents” you see which, what each may do right now, and everything that was done under your authority; and you can stop any of it."
      crumbs={[{ label: "Docs", href: paths.docs() }]}
      places={places}
    >
      <Contents places={places} />
      <DocSection id="agents" title="Which agents act for you">
        <Prose>
          <p>
            <TextLink href={paths.me()}>Your agents</TextLink> lists every agent that you let act for you, in every
            environment that knows you: what the client calls itself and where it is, when it connected, when it last
            called. Beside each server it says in plain words what the agent may do at this moment. It is decided by the
            same rules that decide the calls, so nothing else happens when the agent asks.
          </p>
          <p>
            Two people may use the same client. Their agents, levels and records are apart: you see yours, and they see
            theirs.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="change" title="Changing what they may do">
        <DocTable
          label="What you can change"
          columns={["What", "What it does", "Taken back by"]}
          rows={changes.map(([what, does, back]) => ({ key: what, cells: [what, does, back] }))}
        />
        <Prose>
          <p>
            Each of it acts on the next call. A call that had begun before runs to its end, and its end is recorded.
            Each of it is an event under your authority.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="wrong" title="When something went wrong">
        <Prose>
          <p>
            Open the event and press “This should not have happened”. The agent is paused at once, and administrators
            see what you reported. They look into it and resolve the report. The agent stays paused until you resume it.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="records" title="Your records">
        <Prose>
          <p>
            “Everything under your authority” is the log of what your agents did and tried, of what was refused and why,
            and of every change to what they may do, by whomever. It holds all of that and nothing of anybody else. You
            can export it as CSV or JSON Lines. The file ends with a signed manifest, which{" "}
            <TextLink href={paths.docsVerify()}>can be verified</TextLink>.
          </p>
          <p>
            Under “Sessions” stands where you are signed in. End one, or all but the one you are in, when a browser is
            not in your hands any more.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="admins" title="What administrators can do">
        <Prose>
          <p>
            They set the highest level that you may pass on, suspend or disconnect agents, and lower or take away what
            you gave. They cannot give an agent more than you did, and they cannot resume one that you have paused. One
            that they have suspended you cannot resume.
          </p>
        </Prose>
      </DocSection>
    </DocPage>
  );
}

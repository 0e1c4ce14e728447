import Link from "next/link";
import { DocPage } from "@/components/docs/doc-page";
import { paths } from "@/lib/kernel/paths";

const guides = [
  {
    href: paths.docsConcepts(),
    title: "Concepts",
    text: "The words of this product: who acts for whom, how far, how a call is decided, and what is written down.",
  },
  {
    href: paths.docsServers(),
    title: "Servers and their tools",
    text: "How a server is imported, what its tools are worth, and what happens when it changes them.",
  },
  {
    href: paths.docsConnect(),
    title: "Connecting agents",
    text: "What happens between an address and the first call, what each client needs, and where to look when it stops.",
  },
  {
    href: paths.docsConnections(),
    title: "Accounts at servers",
    text: "Servers where every person has an account of their own: how they connect it, and what keeps it alive.",
  },
  {
    href: paths.docsYourPage(),
    title: "Your own page",
    text: "Which agents act for you, what they may do right now, and how you stop, lower or report any of it.",
  },
  {
    href: paths.docsPolicies(),
    title: "Policies",
    text: "What a policy says, the language of its conditions with every operator, and how to try one before it counts.",
  },
  {
    href: paths.docsAudit(),
    title: "The audit log",
    text: "Where the log lives, what an entry holds, how to search it, and how to answer the questions that people ask of it.",
  },
  {
    href: paths.docsReasons(),
    title: "Reason codes",
    text: "Why a call was denied or a request refused, code by code, and what to do about it.",
  },
  {
    href: paths.docsVerify(),
    title: "Verifying the log",
    text: "How the log proves that nothing in it was changed, removed or slipped in, and how to check that yourself.",
  },
  {
    href: paths.docsEvents(),
    title: "Events",
    text: "Every kind of event: when it is written, what it holds, an example, and what to look at.",
  },
  {
    href: paths.docsApi(),
    title: "HTTP API",
    text: "Every call that a script can make: what it takes, what it answers, and an example.",
  },
  {
    href: paths.docsOperating(),
    title: "Operating",
    text: "Variables, backup and restore, upgrade, several processes, keys, single sign-on, retention and limits.",
  },
  {
    href: paths.docsTroubleshooting(),
    title: "Troubleshooting",
    text: "What you see, why it is so, and what to do; with everything that the connection doctor can find.",
  },
] as const;

export default function DocsPage() {
  return (
    <DocPage
      title="Documentation"
      description="How agents connect, how their calls are decided, what Countersign writes down, and how to read it."
    >
      <ul className="grid gap-3 sm:grid-cols-2">
        {guides.map(({ href, title, text }) => (
          <li key={href}>
            <Link
              href={href}
              prefetch={false}
              className="block h-full rounded-lg border border-line p-4 hover:bg-hover"
            >
              <span className="block font-semibold">{title}</span>
              <span className="text-fg-muted">{text}</span>
            </Link>
          </li>
        ))}
      </ul>
    </DocPage>
  );
}

import { Contents, DocPage } from "@/components/docs/doc-page";
import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { CodeBlock } from "@/components/ui/code-block";
import { paths } from "@/lib/kernel/paths";
import { Database } from "./_parts/database";
import { EnvironmentVariables } from "./_parts/environment";
import { Keys } from "./_parts/keys";
import { Running } from "./_parts/running";

export const metadata = { title: "Operating" };

const places = [
  { id: "starting", label: "Starting" },
  { id: "environment", label: "Environment variables" },
  { id: "database", label: "The database" },
  { id: "backup", label: "Backup" },
  { id: "restore", label: "Restore" },
  { id: "upgrade", label: "Upgrade" },
  { id: "replicas", label: "More than one process" },
  { id: "health", label: "Health" },
  { id: "retention", label: "Retention" },
  { id: "limits", label: "Limits" },
  { id: "signing-keys", label: "Signing keys" },
  { id: "secret", label: "Changing the secret" },
  { id: "sso", label: "Single sign-on" },
];

export default function OperatingPage() {
  return (
    <DocPage
      title="Operating"
      description="For whoever runs an installation: what it needs, what to keep safe, and what to do when something changes."
      crumbs={[{ label: "Docs", href: paths.docs() }]}
      places={places}
    >
      <Contents places={places} />
      <DocSection id="starting" title="Starting">
        <Prose>
          <p>Node 20.19 or newer is all that is needed; a database comes along. In production, name one of your own:</p>
        </Prose>
        <CodeBlock
          label="starting in production"
          code={`export PUBLIC_URL=https://gateway.example.com
export DATABASE_URL=postgresql://countersign:…@db.internal:5432/countersign
export COUNTERSIGN_SECRET=…   # openssl rand -base64 32
npm start`}
        />
        <Prose>
          <p>
            The server speaks http: put something in front that ends TLS. An empty embedded database gets a demo world
            (not with <Code>npm start -- --empty</Code>). With <Code>DATABASE_URL</Code> nothing is made up: as long as
            nobody can sign in, a link is printed that makes the first owner, once. Every other verb for operators is
            listed by <Code>npm run -s cli -- help</Code>, and works while the server runs.
          </p>
        </Prose>
      </DocSection>
      <EnvironmentVariables />
      <Database />
      <Running />
      <Keys />
    </DocPage>
  );
}

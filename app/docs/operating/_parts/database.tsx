import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { CodeBlock } from "@/components/ui/code-block";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";

const backup = `pg_dump --format=custom --file=countersign.dump "$DATABASE_URL"
pg_dumpall --globals-only > roles.sql     # the roles that the dump refers to
cp -r .data/checkpoints /somewhere/else/  # DATA_DIR of each process`;

const restore = `psql -f roles.sql                         # in a new cluster only
createdb countersign
pg_restore --dbname=countersign countersign.dump
npm start
npm run -s cli -- audit verify --checkpoint /somewhere/else/checkpoints/acme.txt --tenant acme`;

/** Where everything is kept, and how it is kept safe. */
export function Database() {
  return (
    <>
      <DocSection id="database" title="The database">
        <Prose>
          <p>
            All state is in PostgreSQL. Without <Code>DATABASE_URL</Code> a real one runs as a child process in{" "}
            <Code>DATA_DIR</Code>, for one <Code>npm start</Code> at a time. With it, the database user has to own the
            database and may create roles: the migration makes roles that own nothing, and the product runs as those. A
            process opens about thirty connections.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="backup" title="Backup">
        <Prose>
          <p>Three things belong together:</p>
          <ul>
            <li>
              <strong className="font-medium">The database</strong>, all schemas of it, as of one moment.
            </li>
            <li>
              <strong className="font-medium">COUNTERSIGN_SECRET</strong>; with the embedded database it is the file{" "}
              <Code>secret</Code> in <Code>DATA_DIR</Code>. Without it nothing that is sealed opens again: credentials
              of servers, connections, stored arguments. Keep it apart from the dump: whoever has both has everything.
            </li>
            <li>
              <strong className="font-medium">Checkpoints</strong>, somewhere else than the database. Only they can show
              that a log was set back.{" "}
              <TextLink href={`${paths.docsVerify()}#outside`}>Keep checkpoints elsewhere</TextLink> says how.
            </li>
          </ul>
        </Prose>
        <CodeBlock label="backup commands" code={backup} />
        <Prose>
          <p>
            An embedded database is backed up by stopping <Code>npm start</Code> and copying all of{" "}
            <Code>DATA_DIR</Code>.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="restore" title="Restore">
        <Prose>
          <p>
            Stop every process, restore the database, start with the same secret and the same <Code>PUBLIC_URL</Code>,
            and verify the log:
          </p>
        </Prose>
        <CodeBlock label="restore commands" code={restore} />
        <Prose>
          <p>
            The log goes on where the dump ends, also in a new cluster. What was recorded after the dump is gone, and a
            checkpoint from after it says so (<Code>rolled_back</Code>): that finding is right, and no defect. After
            logical replication, sequences have to be set by hand before the first start, because it does not carry
            them.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="upgrade" title="Upgrade">
        <Prose>
          <ol>
            <li>Back up.</li>
            <li>Stop the processes with SIGTERM, and take the new version.</li>
            <li>
              <Code>npm start</Code> installs, builds and migrates, then serves. Each migration is one transaction with
              its own bookkeeping: it is there completely or not at all, and processes that start together wait for the
              first.
            </li>
            <li>
              Wait for <Code>/api/ready</Code>.
            </li>
          </ol>
          <p>Migrations go forward only. The way back is the backup.</p>
        </Prose>
      </DocSection>
    </>
  );
}

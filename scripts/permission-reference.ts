// Writes docs/permissions.md from the table of permissions. Run it after a change there; a test compares what it would
// write with what is there.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { GLOBAL_MEANINGS, PROJECT_MEANINGS } from '#lib/protocol/permission-meanings.ts';
import { GLOBAL_PERMISSIONS, GLOBAL_ROLES, type GlobalPermission } from '#lib/protocol/global-permissions.ts';
import { mayInProject, PROJECT_ROLES, type ProjectPermission } from '#lib/protocol/permissions.ts';

const ROOT = join(import.meta.dirname, '..');

/** How to bring the page up to date. */
export const COMMAND = 'node scripts/with-node.mjs scripts/permission-reference.ts';
export const PAGE = join(ROOT, 'docs/permissions.md');

/** The page as the table has it now. */
export async function permissionReference(): Promise<string> {
	return format(describe(), { ...(await resolveConfig(PAGE)), filepath: PAGE });
}

function describe(): string {
	const globally = Object.entries(GLOBAL_MEANINGS).map(([name, meaning]) => {
		const reach = GLOBAL_ROLES.indexOf(GLOBAL_PERMISSIONS[name as GlobalPermission]);
		return tableRow(
			name,
			meaning,
			GLOBAL_ROLES.map((_, i) => i >= reach),
		);
	});
	const inProject = Object.entries(PROJECT_MEANINGS).map(([name, meaning]) =>
		tableRow(
			name,
			meaning,
			PROJECT_ROLES.map((role) => mayInProject(role, name as ProjectPermission)),
		),
	);
	return `# Who may do what

Written by \`scripts/permission-reference.ts\` from \`global-permissions.ts\` and \`permissions.ts\` in
\`src/lib/protocol\`, the tables that the server asks for every call, document, frame and asset, and screens ask for what
to offer. Which call asks for which permission is on the server's own page of its API, at \`/api\`.

## On a server

Each role may do what those before it may. Whoever is not signed in is a guest. A permission that nothing asks for yet
belongs to a feature that is yet to come.

${tableHead(GLOBAL_ROLES)}
${globally.join('\n')}

## In a project

By membership or by a link, whichever gives more; a link needs no account. Commenters may comment; until comments have a
place of their own, that is nothing they could write.

The project's dialog “Members and sharing” offers what this table allows and says why of the rest. Beside the table, three
rules hold: the last owner can neither leave nor be removed nor be lowered; an invitation, by name or by link, makes nobody
an owner, and lowers nobody; who hands a project on becomes an editor of it.

${tableHead(PROJECT_ROLES)}
${inProject.join('\n')}
`;
}

const tableHead = (roles: readonly string[]): string =>
	`| permission | what it lets people do | ${roles.join(' | ')} |\n|---|---|${roles.map(() => ':-:').join('|')}|`;

const tableRow = (name: string, meaning: string, has: readonly boolean[]): string =>
	`| \`${name}\` | ${meaning} | ${has.map((one) => (one ? '●' : '')).join(' | ')} |`;

if (import.meta.main) writeFileSync(PAGE, await permissionReference());

import type { Page } from '@playwright/test';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import { LiveDocument } from '#lib/doc/live-document.ts';
import { ProjectDocument } from '#lib/doc/project.ts';
import { indexDocumentId, type DocumentAddress } from '#lib/protocol/address.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { parseShareLink, type Invitation } from '#lib/sync/share-link.ts';
import { expect, test } from '../helpers/fixtures.ts';
import { setKey } from '../helpers/key-updates.ts';
import { LineClient } from '../helpers/line-client.ts';
import { docHolds, joinAsStockClient, type StockClient } from '../helpers/stock-client.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import {
	add,
	entity,
	field,
	join,
	newProject,
	readTree,
	saveState,
	select,
	share,
	tree,
} from '../helpers/studio-steps.ts';
import { storedBytes } from '../helpers/sync-server.ts';
import { tusSteps } from '../helpers/tus-steps.ts';

const ON_SERVER = 'Saved here and on the server';

test('[5] a viewer is offered no edit, and its forged updates change nothing on the server', async ({
	person,
	server,
}) => {
	const { page: ada } = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	const link = await shareBox(ada, 'Viewer');
	const { page: grace } = await person({ name: 'Grace', flags: WITHOUT_PICTURE });
	await join(grace, link, 'Grace');
	await expect(entity(grace, 'Box')).toBeVisible();
	const before = { rows: storedBytes(server), tree: await readTree(ada) };

	await test.step('the studio offers a viewer no edit', () => expectNoEdits(grace));

	await test.step('forged updates of a client of our protocol', async () => {
		const { client, scene } = await joinLine(server.url, invitationOf(link));
		const { role, update } = await client.open(2, scene);
		expect(role).toBe('viewer');
		client.send({ type: 'update', channel: 2, seq: 1, update: forge(update) });
		client.send({ type: 'update', channel: 1, seq: 1, update: setKey('forged') });
		const { error } = await client.next('error');
		expect(error.code).toBe('forbidden');
		await client.settle();
		await client.leave();
	});

	await test.step('forged updates of a stock y-websocket client, sent and held ready for a sync', async () => {
		const { token } = invitationOf(link);
		const { client, scene } = await joinLine(server.url, invitationOf(link));
		const doc = new Y.Doc();
		doc.getMap('entities').set('made before it came', 1);
		const stock = joinAsStockClient(server.url, scene, token, { doc });
		await docHolds(stock.doc, () => namesIn(stock.doc).includes('Box'));
		renameAll(stock.doc);
		await answered(stock);
		await client.settle();
		await client.leave();
		stock.destroy();
	});

	await test.step('what else a token could be tried on', async () => {
		const { projectId, token } = invitationOf(link);
		const api = `${server.url}/api/projects/${projectId}`;
		const headers = { Authorization: `Bearer ${token}` };
		const tries = [
			fetch(`${api}/links`, {
				method: 'POST',
				headers: { ...headers, 'Content-Type': 'application/json' },
				body: '{"role":"editor"}',
			}),
			fetch(`${api}/links`, { headers }),
			tusSteps(server.url, projectId, token).begin(5, '0'.repeat(64)),
		];
		for (const answer of await Promise.all(tries)) expect(answer.status, answer.url).toBe(403);
	});

	expect(storedBytes(server)).toBe(before.rows);
	expect(await readTree(ada)).toEqual(before.tree);
	// The next edit of the owner is the next row, and it is what the viewer sees next.
	await add(ada, 'Sphere');
	await expect(entity(grace, 'Sphere')).toBeVisible();
	await expect(tree(grace).getByRole('treeitem')).toHaveText(['Box', 'Sphere']);
	await expect(tree(ada).getByRole('treeitem')).toHaveText(['Box', 'Sphere']);
	expect(storedBytes(server).startsWith(before.rows.slice(0, -1))).toBe(true);
});

test('[5] a revoked link cuts the viewer at once and for good', async ({ person, server }) => {
	const { page: ada } = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	const link = await shareBox(ada, 'Viewer');
	const { page: grace } = await person({ name: 'Grace', flags: WITHOUT_PICTURE });
	await join(grace, link, 'Grace');
	await expect(entity(grace, 'Box')).toBeVisible();
	const { client, scene } = await joinLine(server.url, invitationOf(link));
	await client.open(2, scene);
	const stock = joinAsStockClient(server.url, scene, invitationOf(link).token);
	await stock.synced();
	const closed = new Promise((resolve) => stock.provider.on('closed', ({ code }) => resolve(code)));

	await revoke(ada);
	await expect(grace.getByRole('alert')).toContainText('This link no longer works');
	expect(await client.next('grant-ended')).toMatchObject({ error: { code: 'forbidden' } });
	expect(await closed).toBe(CLOSE.revoked);
	await add(ada, 'Sphere');
	await expect(saveState(ada)).toHaveText(ON_SERVER);
	await client.settle();
	expect(client.frames.filter(({ type }) => type === 'server-update')).toEqual([]);
	await client.leave();
	stock.destroy();

	// Grace keeps the copy of that time, and gets no further.
	await grace.reload();
	await expect(grace.getByRole('alert')).toContainText('This link no longer works');
	await expect(tree(grace).getByRole('treeitem')).toHaveText(['Box']);

	const { page: eve } = await person({ name: 'Eve', flags: WITHOUT_PICTURE });
	await eve.goto(link);
	await eve.getByRole('button', { name: 'Join as Guest' }).click();
	await expectRefusal(eve, 'This link no longer works');
});

test('[5] a link that expired, was cut or was changed shows a page that explains and leads home', async ({
	person,
	server,
}) => {
	const { page: ada } = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	const link = await shareBox(ada, 'Editor');
	const { projectId, token } = invitationOf(link);
	const { page: eve } = await person({ name: 'Eve', flags: WITHOUT_PICTURE });
	const [head = '', , signature = ''] = token.split('.');
	const claims = Buffer.from(JSON.stringify({ prj: projectId, exp: 1 })).toString('base64url');
	const expired = `${head}.${claims}.${signature}`;

	const broken: [string, string][] = [
		[`/join/${projectId}#${expired}`, 'This link has expired'],
		[`/join/${projectId}`, 'This link does not work'],
		[`/join/${projectId}#${token.slice(0, token.lastIndexOf('.'))}`, 'This link does not work'],
		[`/join/nonsense#${token}`, 'This link does not work'],
		[`/join/${'A'.repeat(22)}#${token}`, 'This link does not work'],
	];
	for (const [path, title] of broken) {
		await test.step(path.slice(0, 80), async () => {
			await eve.goto(path);
			await expectRefusal(eve, title);
		});
	}

	await test.step('a signature of somebody else', async () => {
		await eve.goto(`${server.url}/join/${projectId}#${token.slice(0, -4)}AAAA`);
		await eve.getByRole('button', { name: 'Join as Guest' }).click();
		await expectRefusal(eve, 'This link no longer works');
	});
});

/** A new project with a box, on the server; resolves to its link. */
async function shareBox(page: Page, role: 'Editor' | 'Viewer'): Promise<string> {
	await newProject(page);
	await add(page, 'Box');
	const link = await share(page, role);
	await expect(saveState(page)).toHaveText(ON_SERVER);
	return link;
}

async function revoke(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Share', exact: true }).click();
	await page.getByRole('button', { name: 'Revoke' }).click();
	await page
		.getByRole('dialog', { name: 'Revoke this link?' })
		.getByRole('button', { name: 'Revoke' })
		.click();
	await expect(page.getByText('There is no link yet.')).toBeVisible();
	await page.getByRole('button', { name: 'Done' }).click();
}

/** Everything that would change the project is off, and the keys for it do nothing. */
async function expectNoEdits(page: Page): Promise<void> {
	await expect(page.getByText('Viewing only')).toBeVisible();
	await select(page, 'Box');
	for (const name of ['Add', 'Import', 'Undo', 'Delete', 'Duplicate']) {
		for (const button of await page.getByRole('button', { name, exact: true }).all()) {
			await expect(button, name).toBeDisabled();
		}
	}
	for (const label of ['Name', 'Position X', 'Scale Z']) {
		await expect(field(page, label), label).not.toBeEditable();
	}
	await entity(page, 'Box').press('Delete');
	await entity(page, 'Box').press('Control+d');
	await entity(page, 'Box').press('F2');
	await expect(tree(page).getByRole('textbox')).toHaveCount(0);
	await expect(tree(page).getByRole('treeitem')).toHaveText(['Box']);
}

async function expectRefusal(page: Page, title: string): Promise<void> {
	await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
	await page.getByRole('link', { name: 'Go to your projects' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Projects' })).toBeVisible();
}

function invitationOf(link: string): Invitation {
	const invitation = parseShareLink(link, 0);
	if (!invitation.ok) throw new Error(`${link} is no invitation: ${invitation.error.message}`);
	return invitation.value;
}

/** Comes in by hand, with the project's index open on channel 1; finds its first scene. */
async function joinLine(
	origin: string,
	{ projectId, token }: Invitation,
): Promise<{ client: LineClient; scene: DocumentAddress }> {
	const client = await LineClient.join(origin, token);
	const { update } = await client.open(1, { projectId, documentId: indexDocumentId(projectId) });
	const index = new LiveDocument(indexDocumentId(projectId), 'project');
	index.apply(update, 'network');
	const [scene] = new ProjectDocument(index).snapshot.documents;
	if (!scene) throw new Error('The project has no scene');
	return { client, scene: { projectId, documentId: scene.id } };
}

/** Resolves when the server has read everything the client sent so far: it answers in order. */
async function answered({ provider }: StockClient): Promise<void> {
	const socket = provider.ws as unknown as WebSocket;
	const pong = new Promise((resolve) => socket.once('pong', resolve));
	socket.ping();
	await pong;
}

/** An edit on top of what the document holds, as an editor's client would make it. */
function forge(state: Uint8Array): Uint8Array {
	const doc = new Y.Doc();
	Y.applyUpdate(doc, state);
	const known = Y.encodeStateVector(doc);
	renameAll(doc);
	return Y.encodeStateAsUpdate(doc, known);
}

const entitiesOf = (doc: Y.Doc) => doc.getMap<Y.Map<unknown>>('entities');
const isEntity = (value: unknown): value is Y.Map<unknown> => value instanceof Y.Map;
const namesIn = (doc: Y.Doc) => [...entitiesOf(doc).values()].filter(isEntity).map((map) => map.get('name'));

function renameAll(doc: Y.Doc): void {
	for (const map of entitiesOf(doc).values()) if (isEntity(map)) map.set('name', 'Forged');
}

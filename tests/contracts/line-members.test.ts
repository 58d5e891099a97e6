import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { join as joinPath } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { DocumentAddress } from '#lib/protocol/address.ts';
import { formatAddress } from '#lib/protocol/address.ts';
import {
	askToJoin,
	attachProject,
	changeMember,
	createInvitation,
	declineInvitation,
	deleteProject,
	mintProjectToken,
	removeMember,
} from '#lib/protocol/api/members.ts';
import { CLOSE } from '#lib/protocol/close-codes.ts';
import { PROTOCOL_VERSION } from '#lib/protocol/frames.ts';
import { PROJECT_ROLES, mayInProject, type ProjectRole } from '#lib/protocol/permissions.ts';
import { SIGNAL_QUOTAS } from '#lib/protocol/signals.ts';
import { decodePresence, encodePresence } from '#lib/sync/presence-codec.ts';
import { eventually } from '../helpers/eventually.ts';
import { keysOf, setKey } from '../helpers/key-updates.ts';
import { LineClient } from '../helpers/line-client.ts';
import { MemberWorld, userIdOf, type OwnedProject } from '../helpers/member-world.ts';
import { JSON_TYPE, registerProject } from '../helpers/sync-server.ts';

const NOTHING = new Uint8Array([0]);

describe('members on the line', () => {
	let world: MemberWorld;
	let project: OwnedProject;
	let address: DocumentAddress;

	beforeEach(async () => {
		world = await MemberWorld.start();
		project = await world.own('ann');
		address = world.addressIn(project);
	});
	afterEach(() => world.end());

	const joinAs = async (name: string): Promise<LineClient> => world.join(await world.tokenOf(project, name));
	const params = (name: string) => ({ projectId: project.projectId, userId: userIdOf(name) });
	const storedKeys = async () => {
		const { rows } = await world.server.storage.documents.load(address);
		return keysOf(...rows.map(({ update }) => update));
	};
	/** As another instance of the server, or a person with a database tool, would do it. */
	const elsewhere = (sql: string, ...values: string[]) => {
		const records = new DatabaseSync(joinPath(world.server.dataDir, 'rastudios.db'));
		records.prepare(sql).run(...values);
		records
			.prepare('INSERT INTO grant_changes (project_id, user_id, at) VALUES (?, ?, ?)')
			.run(project.projectId, userIdOf('ben'), world.clock.now());
		records.close();
	};

	it('[R70] a member gets a token for an hour, is known by the name of their account, and others get none', async () => {
		await world.letIn(project, 'ann', 'ben', 'editor');
		const { body } = await world.call(mintProjectToken, 'ben', { params: { projectId: project.projectId } });
		expect(body).toMatchObject({ role: 'editor' });
		const life = Number(body['expiresAt']) - world.clock.now();
		expect(life).toBeGreaterThan(59 * 60_000);
		expect(life).toBeLessThanOrEqual(60 * 60_000);
		const [ann, ben] = [await joinAs('ann'), await world.join(String(body['token']))];
		await ann.open(1, address);
		await ben.open(1, address);
		const state = { user: { name: 'Somebody else' } } as never;
		ben.send({ type: 'presence', channel: 1, presence: encodePresence([{ clientId: 7, clock: 1, state }]) });
		await ben.settle();
		world.clock.advance(100);
		const shown = decodePresence((await ann.next('server-presence')).presence);
		expect(shown).toMatchObject({
			value: [{ clientId: 7, state: { user: { name: 'BEN' }, role: 'editor' } }],
		});
		for (const [who, status] of [
			['zoe', 403],
			[null, 401],
		] as const) {
			const refused = await world.call(mintProjectToken, who, { params: { projectId: project.projectId } });
			expect(refused.status).toBe(status);
		}
	});

	it('[R71] who is removed has their socket closed, and what they send later is nowhere', async () => {
		await world.letIn(project, 'ann', 'ben', 'editor');
		const [ann, ben] = [await joinAs('ann'), await joinAs('ben')];
		await ann.open(1, address);
		await ben.open(1, address);
		await world.store(ben, 1, 1, setKey('welcome'));
		await ann.next('server-update');
		expect((await world.call(removeMember, 'ann', { params: params('ben') })).status).toBe(204);
		ben.send({ type: 'update', channel: 1, seq: 2, update: setKey('late') });
		expect(await ben.next('grant-ended')).toMatchObject({ error: { code: 'forbidden' } });
		expect((await ben.closed).code).toBe(CLOSE.revoked);
		await world.store(ann, 1, 1, setKey('after'));
		expect(ann.frames).toEqual([]);
		expect(await storedKeys()).toEqual(['after', 'welcome']);
	});

	it('[R71] the same within a second when another instance removed them', async () => {
		await world.letIn(project, 'ann', 'ben', 'editor');
		const ben = await joinAs('ben');
		await ben.open(1, address);
		elsewhere('DELETE FROM members WHERE user_id = ?', userIdOf('ben'));
		world.clock.advance(1_000);
		expect(await ben.next('grant-ended')).toMatchObject({ error: { code: 'forbidden' } });
		expect((await ben.closed).code).toBe(CLOSE.revoked);
		expect(await storedKeys()).toEqual([]);
	});

	it('[P27] [R146] who belongs, is invited or asks is told of within a second, to those who may see it', async () => {
		await world.letIn(project, 'ann', 'ben', 'viewer');
		const [ann, ben] = [await joinAs('ann'), await joinAs('ben')];
		const dave = await world.join(await world.tokenOf(await world.own('dave'), 'dave'));
		const clients = { ann, ben, dave };
		/** Who hears of it, once it was done; what was said of it before is forgotten. */
		const hear = async (act: () => Promise<unknown>) => {
			await settle();
			for (const client of Object.values(clients)) client.frames.splice(0);
			await act();
			await settle();
			return Object.entries(clients).flatMap(([name, { frames }]) =>
				frames.some((frame) => frame.type === 'members-changed' && frame.projectId === project.projectId)
					? [name]
					: [],
			);
		};
		const settle = async () => {
			world.clock.advance(1_000);
			for (const client of Object.values(clients)) await client.settle();
		};
		const of = { projectId: project.projectId };
		const invite = () =>
			world.call(createInvitation, 'ann', { params: of, body: { role: 'viewer', handle: 'cleo' } });
		expect(await hear(async () => {})).toEqual([]);
		expect(await hear(() => world.call(askToJoin, 'eve', { params: of, body: {} }))).toEqual(['ann']);
		let invitationId = '';
		expect(await hear(async () => (invitationId = String((await invite()).body['invitationId'])))).toEqual([
			'ann',
		]);
		const declined = { params: { invitationId } };
		expect(await hear(() => world.call(declineInvitation, 'cleo', declined))).toEqual(['ann']);
		expect(await hear(() => world.letIn(project, 'ann', 'fay', 'editor'))).toEqual(['ann', 'ben']);
		const lowered = { params: params('fay'), body: { role: 'viewer' } } as const;
		expect(await hear(() => world.call(changeMember, 'ann', lowered))).toEqual(['ann', 'ben']);
		expect(await hear(() => world.call(removeMember, 'ann', { params: params('fay') }))).toEqual([
			'ann',
			'ben',
		]);
		// At another instance.
		expect(
			await hear(async () =>
				elsewhere("UPDATE members SET role = 'commenter' WHERE user_id = ?", userIdOf('ben')),
			),
		).toEqual(['ann', 'ben']);
		// A player sees nobody.
		const player = { params: params('ben'), body: { role: 'player' } } as const;
		expect(await hear(() => world.call(changeMember, 'ann', player))).toEqual(['ann']);
	});

	it('[R146] [P19] a client from before it was told is told nothing of it', async () => {
		const old = new LineClient(world.server.origin);
		await old.opened();
		old.send({ type: 'hello', protocol: PROTOCOL_VERSION, client: 'old', features: ['signals', 'roles'] });
		old.send({ type: 'auth', token: await world.tokenOf(project, 'ann') });
		await old.next('granted');
		await world.letIn(project, 'ann', 'ben', 'viewer');
		world.clock.advance(1_000);
		await old.settle();
		expect(old.frames.filter(({ type }) => type === 'members-changed')).toEqual([]);
		old.socket.terminate();
	});

	it('[R71] a token from before does not let them in again, on the line or to assets', async () => {
		await world.letIn(project, 'ann', 'ben', 'editor');
		const token = await world.tokenOf(project, 'ben');
		await world.call(removeMember, 'ann', { params: params('ben') });
		const ben = await world.join();
		ben.send({ type: 'auth', token });
		expect(await ben.next('error')).toMatchObject({
			project: project.projectId,
			error: { code: 'forbidden' },
		});
		const hash = createHash('sha256').update('x').digest('hex');
		const asset = await fetch(`${world.server.origin}/api/projects/${project.projectId}/assets/${hash}`, {
			headers: { Authorization: `Bearer ${token}` },
		});
		expect(asset.status).toBe(403);
	});

	it('[R72] a lowered editor is told, reads on and writes no more; raised again, they write again', async () => {
		await world.letIn(project, 'ann', 'ben', 'editor');
		const [ann, ben] = [await joinAs('ann'), await joinAs('ben')];
		await ann.open(1, address);
		await ben.open(1, address);
		const become = (role: ProjectRole) =>
			world.call(changeMember, 'ann', { params: params('ben'), body: { role } });
		await become('viewer');
		expect(await ben.next('granted')).toMatchObject({ role: 'viewer' });
		ben.send({ type: 'update', channel: 1, seq: 1, update: setKey('late') });
		expect(await ben.next('error')).toMatchObject({ channel: 1, error: { code: 'forbidden' } });
		await world.store(ann, 1, 1, setKey('news'));
		expect(keysOf((await ben.next('server-update')).update)).toEqual(['news']);
		elsewhere("UPDATE members SET role = 'editor' WHERE user_id = ?", userIdOf('ben'));
		world.clock.advance(1_000);
		expect(await ben.next('granted')).toMatchObject({ role: 'editor' });
		await ben.open(2, address);
		await world.store(ben, 2, 1, setKey('again'));
		expect(await storedKeys()).toEqual(['again', 'news']);
		await become('player');
		expect(await ben.next('error', ({ channel }) => channel === 2)).toMatchObject({
			error: { code: 'forbidden' },
		});
		await ann.next('server-update');
		await world.store(ann, 1, 2, setKey('unseen'));
		await ben.settle();
		const heard = ben.frames.flatMap((frame) => (frame.type === 'server-update' ? keysOf(frame.update) : []));
		expect(heard).not.toContain('unseen');
	});

	describe('another token of the project, presented on the same connection', () => {
		const linkOf = async (role: string) => {
			const made = await fetch(`${world.server.origin}/api/projects/${project.projectId}/links`, {
				method: 'POST',
				headers: { ...JSON_TYPE, Authorization: `Bearer ${await world.tokenOf(project, 'ann')}` },
				body: JSON.stringify({ role }),
			});
			return String(((await made.json()) as Record<string, unknown>)['token']);
		};
		const updates = ({ frames }: LineClient) => frames.filter(({ type }) => type === 'server-update');

		it('[P5] [R71] a link that opens nothing leaves nothing open: who is removed then reads no further', async () => {
			await world.letIn(project, 'ann', 'ben', 'viewer');
			const [ann, ben] = [await joinAs('ann'), await joinAs('ben')];
			await ann.open(1, address);
			await ben.open(1, address);
			ben.send({ type: 'auth', token: await linkOf('player') });
			expect(await ben.next('granted')).toMatchObject({ role: 'player' });
			await world.call(removeMember, 'ann', { params: params('ben') });
			await world.store(ann, 1, 1, setKey('private'));
			await ben.settle();
			expect(updates(ben)).toEqual([]);
		});

		it('[P5] [R70] somebody else’s ends what the one before opened; what is opened again is under the new name', async () => {
			const link = await linkOf('editor');
			await world.letIn(project, 'ann', 'ben', 'editor');
			const [ann, ben] = [await joinAs('ann'), await joinAs('ben')];
			await ann.open(1, address);
			await ben.open(1, address);
			ben.send({ type: 'auth', token: link });
			expect(await ben.next('grant-ended')).toMatchObject({ error: { code: 'unauthorized' } });
			await ben.next('granted');
			await world.store(ann, 1, 1, setKey('news'));
			await ben.settle();
			expect(updates(ben)).toEqual([]);
			await ben.open(2, address);
			const state = { user: { name: 'Guest' } } as never;
			ben.send({
				type: 'presence',
				channel: 2,
				presence: encodePresence([{ clientId: 7, clock: 1, state }]),
			});
			await ben.settle();
			world.clock.advance(100);
			const shown = decodePresence((await ann.next('server-presence')).presence);
			expect(shown).toMatchObject({ value: [{ state: { user: { name: 'Guest' } } }] });
		});

		it('[P5] a newer one of the same member goes on with what is open', async () => {
			await world.letIn(project, 'ann', 'ben', 'editor');
			const ben = await joinAs('ben');
			await ben.open(1, address);
			world.clock.advance(2_000);
			ben.send({ type: 'auth', token: await world.tokenOf(project, 'ben') });
			await ben.next('granted');
			await world.store(ben, 1, 1, setKey('goes on'));
			// What the server finds in the records when its first client has come.
			expect(ben.frames.filter(({ type }) => type !== 'members-changed')).toEqual([]);
		});
	});

	it('[R73] signing out ends what the session was let into, within a second, and nobody else', async () => {
		await world.letIn(project, 'ann', 'ben', 'editor');
		const [ann, ben] = [await joinAs('ann'), await joinAs('ben')];
		await ann.open(1, address);
		await ben.open(1, address);
		world.people.signedOut.add(userIdOf('ben'));
		world.clock.advance(1_000);
		expect(await ben.next('grant-ended')).toMatchObject({ error: { code: 'unauthorized' } });
		ben.send({ type: 'update', channel: 1, seq: 1, update: setKey('late') });
		await ben.settle();
		await world.store(ann, 1, 1, setKey('goes on'));
		expect(await storedKeys()).toEqual(['goes on']);
	});

	it('[R74] a deleted project is gone with all it had, lets nobody in, and cannot be brought back', async () => {
		const shared = await registerProject(world.server.origin);
		const link = await shared.share('editor');
		const { projectId, claim } = shared;
		const body = { claim, title: 'Unmistakable' };
		await world.call(attachProject, 'ann', { params: { projectId }, body });
		address = shared.mintAddress();
		const [owner, guest] = [
			await world.join(await world.tokenOf(shared, 'ann')),
			await world.join(link.token),
		];
		await owner.open(1, address);
		await world.store(owner, 1, 1, setKey('precious'));
		const { blobs, projects, database } = world.server.storage;
		expect((await world.call(deleteProject, link.token, { params: { projectId } })).status).toBe(403);
		expect((await world.call(deleteProject, 'ann', { params: { projectId } })).status).toBe(204);
		for (const client of [owner, guest]) {
			expect(await client.next('grant-ended')).toMatchObject({ error: { code: 'not-found' } });
		}
		for (const table of ['document_rows', 'snapshots', 'links', 'members', 'invitations', 'project_titles']) {
			const rows = database.prepare(`SELECT 1 FROM ${table} WHERE project_id = ?`).all(projectId);
			expect([table, rows]).toEqual([table, []]);
		}
		expect(world.recordsHold('Unmistakable')).toBe(false);
		expect(await blobs.usage(projectId)).toBe(0);
		expect(await projects.standing(projectId)).toBe('deleted');
		guest.send({ type: 'auth', token: link.token });
		expect(await guest.next('error')).toMatchObject({ error: { code: 'not-found' } });
		const again = await world.call(attachProject, 'ann', { params: { projectId }, body: { claim } });
		expect(again.status).toBe(404);
		const registered = await fetch(`${world.server.origin}/api/projects`, {
			method: 'POST',
			headers: JSON_TYPE,
			body: JSON.stringify({ projectId, claim }),
		});
		expect(registered.status).toBe(404);
		// What another instance had on its way when the project went.
		await world.server.storage.documents.append([{ address, update: setKey('straggler') }]);
		const left = () =>
			database.prepare('SELECT 1 FROM document_rows WHERE project_id = ?').all(projectId).length;
		await eventually(() => {
			world.clock.advance(60_000);
			return left() === 0;
		});
	});

	describe('frame by frame, as the table says', () => {
		const update = 'game.entity.modify';
		it.each(PROJECT_ROLES)('[R75] %s', async (role) => {
			const owner = await joinAs('ann');
			await owner.open(1, address);
			let token: string;
			if (role === 'owner') token = await world.tokenOf(project, 'ann');
			else {
				await world.letIn(project, 'ann', 'ben', role);
				token = await world.tokenOf(project, 'ben');
			}
			const member = await world.join();
			member.send({ type: 'auth', token });
			expect(await member.next('granted')).toMatchObject({ role });
			member.send({
				type: 'open',
				channel: 1,
				address: formatAddress(address),
				epoch: null,
				stateVector: NOTHING,
			});
			const mayRead = mayInProject(role, 'project.read');
			await member.next(mayRead ? 'opened' : 'error', (frame) => frame.channel === 1);

			const presence = encodePresence([{ clientId: 9, clock: 1, state: {} as never }]);
			member.send({ type: 'presence', channel: 1, presence });
			await member.settle();
			world.clock.advance(100);
			await owner.settle();
			const isSeen = owner.frames.some(({ type }) => type === 'server-presence');
			expect(isSeen).toBe(mayInProject(role, 'project.presence'));

			for (const [kind, { needs }] of Object.entries(SIGNAL_QUOTAS)) {
				member.send({ type: 'signal', channel: 1, kind: kind, payload: NOTHING });
				await member.settle();
				world.clock.advance(100);
				await owner.settle();
				const heard = owner.frames.some((frame) => frame.type === 'server-signal' && frame.kind === kind);
				expect([kind, heard]).toEqual([kind, mayInProject(role, needs)]);
			}

			if (mayInProject(role, update)) await world.store(member, 1, 1, setKey('edit'));
			else member.send({ type: 'update', channel: 1, seq: 1, update: setKey('edit') });
			await member.settle();
			world.clock.advance(100);
			await member.settle();
			expect(await storedKeys()).toEqual(mayInProject(role, update) ? ['edit'] : []);

			const project$ = `${world.server.origin}/api/projects/${project.projectId}`;
			const headers = { Authorization: `Bearer ${token}` };
			const hash = createHash('sha256').update('x').digest('hex');
			const asset = await fetch(`${project$}/assets/${hash}`, { headers });
			expect(asset.status).toBe(mayRead ? 404 : 403);
			const upload = await fetch(`${project$}/uploads`, {
				method: 'POST',
				headers: {
					...headers,
					'Tus-Resumable': '1.0.0',
					'Upload-Length': '1',
					'Upload-Metadata': `hash ${btoa(hash)}`,
				},
			});
			expect(upload.status).toBe(mayInProject(role, 'project.asset.add') ? 201 : 403);
		});
	});
});

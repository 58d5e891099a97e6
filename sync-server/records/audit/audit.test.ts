import { describe, expect, it } from 'vitest';
import { openRecordsRig, read, START } from '../../../tests/helpers/records-rig.ts';
import { notesModule } from '../../../tests/samples/notes-module/notes-module.ts';
import { inTransaction } from '../../storage/sqlite/transaction.ts';
import type { AuditEntry } from '../module.ts';
import { auditModule } from './audit-module.ts';
import { AuditTrail } from './audit-trail.ts';

const setup = () => {
	const rig = openRecordsRig({ modules: (context) => [auditModule(context), notesModule(context)] });
	const { audit } = rig.context;
	const note = (entry: Partial<AuditEntry>, after = 1) => {
		rig.clock.advance(after);
		const whole = {
			act: 'member.add',
			actor: 'ada',
			subject: 'project:1',
			outcome: 'done' as const,
			...entry,
		};
		audit(whole, { now: rig.clock.now(), requestId: 'request-0' });
	};
	const list = async (query = '') => {
		const { body } = await read(rig.request(`GET /admin/audit?${query}`, { as: 'moderator' }));
		return body as { items: { seq: number; act: string; actor: string | null }[]; next: string | null };
	};
	const seqs = async (query = '') => (await list(query)).items.map(({ seq }) => seq);
	return { ...rig, note, list, seqs, trail: new AuditTrail(rig.context.prepare) };
};

describe('the audit log', () => {
	it('[R16] says who did what to what, when, by which request', async () => {
		const { note, list } = setup();
		note({ details: { role: 'editor' } }, 5);
		expect((await list()).items).toEqual([
			{
				seq: 1,
				at: START + 5,
				requestId: 'request-0',
				act: 'member.add',
				actor: 'ada',
				subject: 'project:1',
				outcome: 'done',
				details: { role: 'editor' },
				hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
			},
		]);
	});

	it('[R16] is written with what it tells, or not at all', async () => {
		const { context, note, seqs } = setup();
		expect(() =>
			inTransaction(context.database, () => {
				note({});
				throw new Error('no');
			}),
		).toThrow('no');
		expect(await seqs()).toEqual([]);
		note({});
		expect(await seqs()).toEqual([1]);
	});

	it('[R140] what is refused again and again is counted: five lines, the 10th, the 100th, and how many in the hour', () => {
		const { note, clock, database } = setup();
		const refusal = { act: 'account.sign-in', actor: null, subject: 'user:ana', outcome: 'refused' } as const;
		const refuse = (reason: string, more: Partial<AuditEntry> = {}) =>
			note({ ...refusal, ...more, details: { reason } });
		const lines = () =>
			database.prepare('SELECT subject, details FROM audit ORDER BY seq').all() as {
				subject: string;
				details: string;
			}[];
		const tries = (reason: string) =>
			lines()
				.map(({ details }) => JSON.parse(details) as { reason?: string; tries?: number })
				.filter((one) => one.reason === reason)
				.map((one) => one.tries ?? 1);
		for (let i = 0; i < 123; i += 1) refuse('password');
		expect(tries('password')).toEqual([1, 1, 1, 1, 1, 10, 100]);
		refuse('passkey');
		refuse('password', { subject: 'user:ben' });
		refuse('password', { actor: 'eve', subject: 'user:ben' });
		expect(lines()).toHaveLength(10);
		clock.advance(60 * 60_000);
		refuse('passkey', { subject: 'user:cas' });
		expect(tries('password').slice(-2)).toEqual([1, 123]);
		refuse('password');
		expect(tries('password').slice(-2)).toEqual([123, 1]);
		expect(lines().filter(({ subject }) => subject === 'user:ana')).toHaveLength(10);
	});

	it('[R140] what was done is a line each time', () => {
		const { note, database } = setup();
		for (let i = 0; i < 12; i += 1) note({});
		expect(database.prepare('SELECT count(*) AS n FROM audit').get()).toEqual({ n: 12 });
	});

	it('[R17] nothing changes a line or takes one out', () => {
		const { note, database } = setup();
		note({});
		expect(() => database.exec("UPDATE audit SET actor = 'eve'")).toThrow('only ever added to');
		expect(() => database.exec('DELETE FROM audit')).toThrow('only ever added to');
		expect(() => database.exec('INSERT OR REPLACE INTO audit SELECT * FROM audit')).toThrow(
			'only ever added to',
		);
	});

	const tampered: [string, string, number][] = [
		['a changed word', "UPDATE audit SET actor = 'eve' WHERE seq = 700", 700],
		['a changed time', 'UPDATE audit SET at = at + 1 WHERE seq = 1', 1],
		['a line taken out', 'DELETE FROM audit WHERE seq = 1200', 1200],
		['the end taken off', 'DELETE FROM audit WHERE seq > 1499', 1500],
		[
			'two lines exchanged',
			'UPDATE audit SET seq = CASE seq WHEN 3 THEN -4 ELSE -3 END WHERE seq IN (3, 4); UPDATE audit SET seq = -seq WHERE seq < 0',
			3,
		],
	];
	it.each(tampered)('[R17] %s is found past all triggers', async (_name, sql, brokenAt) => {
		const { note, database, trail, context } = setup();
		inTransaction(context.database, () => {
			for (let i = 0; i < 1500; i++) note({ actor: `user-${i % 3}` });
		});
		const whole = await trail.check();
		expect(whole).toMatchObject({ lines: 1500, brokenAt: null });
		database.exec(`DROP TRIGGER audit_stays; DROP TRIGGER audit_keeps; ${sql}`);
		expect(await trail.check()).toMatchObject({ lines: brokenAt - 1, brokenAt });
	});

	it('[R17] a chain written anew does not come to the head that was noted down', async () => {
		const [real, forged] = [setup(), setup()];
		real.note({ actor: 'eve' });
		forged.note({ actor: 'bob' });
		expect((await real.trail.check()).head).not.toBe((await forged.trail.check()).head);
	});

	it('[R17] lines keep their order when the clock is set back', async () => {
		const { context, list } = setup();
		const entry = { act: 'a', actor: null, subject: 's', outcome: 'done' } as const;
		context.audit(entry, { now: 1000, requestId: 'x' });
		context.audit(entry, { now: 10, requestId: 'x' });
		expect((await list()).items).toMatchObject([
			{ seq: 2, at: 1000 },
			{ seq: 1, at: 1000 },
		]);
	});
});

describe('looking something up', () => {
	const filled = () => {
		const rig = setup();
		rig.note({ actor: 'ada', act: 'member.add', subject: 'project:1' });
		rig.note({ actor: 'bob', act: 'member.add', subject: 'project:1', outcome: 'refused' });
		rig.note({ actor: 'ada', act: 'member.remove', subject: 'project:2' });
		rig.note({ actor: null, act: 'account.sign-in', subject: 'user:ada', outcome: 'refused' });
		rig.note({ actor: 'ada', act: 'member.add', subject: 'project:2' });
		return rig;
	};

	const cases: [string, number[]][] = [
		['', [5, 4, 3, 2, 1]],
		['actor=ada', [5, 3, 1]],
		['act=member.add', [5, 2, 1]],
		['subject=project:2', [5, 3]],
		['outcome=refused', [4, 2]],
		['outcome=done', [5, 3, 1]],
		[`from=${START + 2}&to=${START + 5}`, [4, 3, 2]],
		[`from=${START + 9}`, []],
		[`to=${START}`, []],
		['actor=ada&act=member.add', [5, 1]],
		['actor=ada&act=member.add&subject=project:2&outcome=done', [5]],
		['actor=ada&outcome=refused', []],
		[`actor=ada&from=${START + 2}`, [5, 3]],
	];
	it.each(cases)('[R18] by %s', async (query, found) => {
		expect(await filled().seqs(query)).toEqual(found);
	});

	it('[R18] goes on by cursor, through every filter', async () => {
		const { list } = filled();
		for (const [query, found] of cases) {
			const seen: number[] = [];
			let cursor = '';
			for (let pages = 0; pages < 10; pages++) {
				const page = await list(`limit=1&${query}${cursor}`);
				seen.push(...page.items.map(({ seq }) => seq));
				if (page.next === null) break;
				cursor = `&cursor=${page.next}`;
			}
			expect(seen, query).toEqual(found);
		}
	});

	it('[R18] what is rare among many is found over pages that each look at a bounded number of lines', async () => {
		const { note, context, trail } = setup();
		inTransaction(context.database, () => {
			note({ actor: 'ada', act: 'rare' });
			for (let i = 0; i < 2001; i++) note({ actor: 'ada', act: 'common' });
		});
		const first = trail.page({ actor: 'ada', act: 'rare' }, Number.MAX_SAFE_INTEGER, 50);
		expect([first.lines.length, first.next]).toEqual([0, 3]);
		const second = trail.page({ actor: 'ada', act: 'rare' }, first.next ?? 0, 50);
		expect([second.lines.map(({ seq }) => seq), second.next]).toEqual([[1], null]);
	});

	it('[R18] refuses filters that are none', async () => {
		const { request } = setup();
		for (const query of [
			'from=yesterday',
			'outcome=perhaps',
			'who=ada',
			`act=${'a'.repeat(65)}`,
			'actor=%00',
			"subject='",
		]) {
			const answer = await read(request(`GET /admin/audit?${query}`, { as: 'admin' }));
			expect(answer).toMatchObject({ status: 400, body: { error: { field: query.split('=')[0] } } });
		}
	});
});

describe('taking the log away', () => {
	it('[R19] as lines of JSON, newest first, and that it was is a line itself', async () => {
		const { note, request, context, list } = setup();
		inTransaction(context.database, () => {
			for (let i = 0; i < 2500; i++) note({});
		});
		const answer = await request('GET /admin/audit/export?actor=ada', { as: 'super-admin' });
		expect(answer.headers.get('content-type')).toBe('application/x-ndjson');
		const lines = (await answer.text())
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line) as { seq: number });
		expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 2500 }, (_, i) => 2500 - i));
		expect((await list('limit=1')).items).toMatchObject([{ act: 'audit.export', actor: 'super-admin-1' }]);
		expect((await request('GET /admin/audit/export', { as: 'admin' })).status).toBe(403);
	});

	it('[R19] and whether it is whole can be asked', async () => {
		const { note, request } = setup();
		note({});
		const { body } = await read(request('GET /admin/audit/check', { as: 'super-admin' }));
		expect(body).toMatchObject({ lines: 1, brokenAt: null });
	});
});

describe('refusals at the door', () => {
	it('[R20] of people who are known are in the log, with the call; those of nobody are not', async () => {
		const { request, list } = setup();
		await request('GET /admin/audit', { as: 'user' });
		await request('GET /admin/audit');
		await request('GET /admin/audit', { as: 'made-up' });
		expect((await list()).items).toMatchObject([
			{
				act: 'api.call',
				actor: 'user-1',
				subject: 'server',
				outcome: 'refused',
				details: { endpoint: 'GET /admin/audit' },
			},
		]);
	});
});

import { describe, expect, it } from 'vitest';
import {
	idOf,
	lineOf,
	openAdminScreen as setup,
	person,
	type Respond,
} from '../../../../tests/helpers/admin-screen.ts';

describe('the audit log', () => {
	const respond: Respond = ({ name, query }) => {
		if (name === 'GET /admin/users') {
			const found = [person('ana'), person('annika')].filter(({ handle }) =>
				handle.startsWith(query?.['handle'] ?? ''),
			);
			return { items: found.slice(0, 1), next: null };
		}
		if (name === 'GET /admin/user-names') return { names: [{ userId: idOf('ben'), handle: 'ben' }] };
		if (name === 'GET /admin/audit/export') return new Blob(['{}\n']);
		return { items: [lineOf(2, 'user.role', 'ben', `user:${idOf('gone')}`)], next: null };
	};

	it('[R129] gives people their names, and ids to those who are gone', async () => {
		const { screen, sent } = setup('admin', respond);
		const { audit } = screen;
		await audit.list.first();
		expect(audit.nameOf(idOf('ben'))).toBe('ben');
		expect(audit.nameOf(`user:${idOf('gone')}`)).toBe(idOf('gone'));
		expect(audit.nameOf('project:1')).toBe('project:1');
		expect(audit.nameOf(null)).toBe('Nobody in particular');
		await audit.list.first();
		expect(sent.filter(({ name }) => name === 'GET /admin/user-names')).toHaveLength(1);
	});

	it('[R129] is looked through by names as people type them, and says who is nobody', async () => {
		const { screen, sent } = setup('admin', respond);
		const { audit } = screen;
		audit.type({
			actor: 'Ana ',
			subject: 'ana',
			act: ' user.role ',
			outcome: 'done',
			from: '2026-01-02T03:04',
		});
		await audit.apply();
		const asked = sent.filter(({ name }) => name === 'GET /admin/audit');
		expect(asked).toMatchObject([
			{
				query: {
					actor: idOf('ana'),
					subject: `user:${idOf('ana')}`,
					act: 'user.role',
					outcome: 'done',
					from: String(new Date('2026-01-02T03:04').getTime()),
				},
			},
		]);
		// Somebody is called so that it begins alike.
		audit.type({ actor: 'ann' });
		await audit.apply();
		expect(audit.fieldProblem).toContain('“ann”');
		expect(sent.filter(({ name }) => name === 'GET /admin/audit')).toHaveLength(1);
		await audit.only({ actor: idOf('ben'), subject: 'project:1' });
		expect(sent.at(-1)?.query ?? {}).toMatchObject({ actor: idOf('ben'), subject: 'project:1' });
	});

	it('[R129] goes into a file by the filters that are on screen, not those being typed', async () => {
		const { screen, sent, saved, told } = setup('super-admin', respond);
		const { audit } = screen;
		audit.type({ act: 'user.role' });
		await audit.apply();
		audit.type({ act: 'something else' });
		await audit.exportFile();
		expect(sent.at(-1)).toMatchObject({ name: 'GET /admin/audit/export', query: { act: 'user.role' } });
		expect(saved).toMatchObject([{ name: 'audit-1970-01-01.ndjson', content: { size: 3 } }]);
		expect(told).toHaveLength(1);
	});
});

import { describe, expect, it } from 'vitest';
import {
	GLOBAL_PERMISSIONS,
	GLOBAL_ROLES,
	mayGlobally,
	type GlobalPermission,
	type GlobalRole,
} from './global-permissions.ts';
import {
	mayInProject,
	PROJECT_PERMISSIONS,
	PROJECT_ROLES,
	type ProjectPermission,
	type ProjectRole,
} from './permissions.ts';

const everywhere = Object.keys(GLOBAL_PERMISSIONS) as GlobalPermission[];
const inProjects = Object.keys(PROJECT_PERMISSIONS) as ProjectPermission[];

describe('the table of permissions', () => {
	it('[R15] gives each role on the server all that those before it have, and something more', () => {
		const counts = GLOBAL_ROLES.map((role) => everywhere.filter((name) => mayGlobally(role, name)).length);
		expect(counts).toEqual([...counts].sort((a, b) => a - b));
		expect(new Set(counts).size).toBe(GLOBAL_ROLES.length);
		expect(everywhere.every((name) => mayGlobally('super-admin', name))).toBe(true);
		for (const [i, role] of GLOBAL_ROLES.entries()) {
			const before = GLOBAL_ROLES.slice(0, i);
			const lost = everywhere.filter(
				(name) => before.some((b) => mayGlobally(b, name)) && !mayGlobally(role, name),
			);
			expect(lost, role).toEqual([]);
		}
	});

	it('[R15] names what the product promises', () => {
		expect(everywhere.length).toBeGreaterThanOrEqual(25);
		expect([...everywhere, ...inProjects]).toEqual(
			expect.arrayContaining([
				'game.scene.create',
				'game.entity.modify',
				'cms.content.create',
				'cms.content.delete',
				'cms.plugin.install',
				'racoin.transfer',
				'admin.user.ban',
			]),
		);
		expect([...everywhere, ...inProjects].filter((name) => !/^[a-z]+(\.[a-z]+){1,3}$/.test(name))).toEqual(
			[],
		);
	});

	it('[R15] lets guests do no more than join, sign up and play', () => {
		const ofGuests = everywhere.filter((name) => mayGlobally('guest', name));
		expect(ofGuests).toEqual(['project.join', 'account.create', 'game.play']);
	});

	it('[R15] lets owners do everything in their project, and nobody without a role anything', () => {
		expect(inProjects.every((name) => mayInProject('owner', name))).toBe(true);
		expect(inProjects.filter((name) => mayInProject('player', name))).toEqual(['project.play']);
		const writes = PROJECT_ROLES.filter((role) => mayInProject(role, 'game.entity.modify'));
		expect(writes).toEqual(['owner', 'editor']);
	});

	it('[R15] gives nothing to a role that only a later version knows', () => {
		expect(everywhere.filter((name) => mayGlobally('emperor' as GlobalRole, name))).toEqual([]);
		expect(inProjects.filter((name) => mayInProject('emperor' as ProjectRole, name))).toEqual([]);
	});
});

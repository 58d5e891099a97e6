import { againstBudget, median, type Figure } from './figure.ts';
import { measureAckUnderSignIn, measureApi } from './records/api-figures.ts';
import { measureAuditPage } from './records/audit-figures.ts';
import { mayGlobally } from '#lib/protocol/global-permissions.ts';
import { mayInProject } from '#lib/protocol/permissions.ts';

const FIGURES: Readonly<Record<string, () => Figure[] | Promise<Figure[]>>> = {
	'permission-check': measurePermissionCheck,
	'audit-page-1m': measureAuditPage,
	api: measureApi,
	'ack-under-signin-p99': measureAckUnderSignIn,
};

/** What records cost; `only`: which of the figures. */
export async function runSuite(only: readonly string[] = []): Promise<Figure[]> {
	const unknown = only.find((name) => !(name in FIGURES));
	if (unknown)
		throw new Error(`No figure is called ${unknown}; there are ${Object.keys(FIGURES).join(', ')}`);
	const figures: Figure[] = [];
	for (const [name, measure] of Object.entries(FIGURES)) {
		if (only.length === 0 || only.includes(name)) figures.push(...(await measure()));
	}
	return figures;
}

const CHECKS = 200_000;

function measurePermissionCheck(): Figure[] {
	const runs = Array.from({ length: 6 }, () => {
		const start = performance.now();
		let allowed = 0;
		for (let i = 0; i < CHECKS; i++) {
			if (mayGlobally('moderator', i % 2 ? 'admin.user.ban' : 'admin.audit.read')) allowed++;
			if (mayInProject('commenter', i % 2 ? 'game.entity.modify' : 'project.read')) allowed++;
		}
		if (allowed !== CHECKS) throw new Error('The table says something else');
		return ((performance.now() - start) * 1000) / (2 * CHECKS);
	});
	// The first run is the compiler's.
	return [againstBudget('permission-check', 'µs', median(runs.slice(1)), 2)];
}

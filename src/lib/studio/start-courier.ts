import type { Clock } from '../base/clock.ts';
import { createPageAround } from '../storage/page-adapter.ts';
import type { ProjectCatalogue } from '../storage/ports.ts';
import { browserHints } from '../sync/hints.ts';
import type { AccountStore } from './account-store.svelte.ts';
import type { KnownAccount } from './known-account.ts';
import type { StudioParts } from './parts.ts';
import { ProjectCourier } from './project-courier.ts';

type Options = {
	readonly account: AccountStore;
	readonly known: KnownAccount;
	readonly projects: ProjectCatalogue;
	readonly clock: Clock;
	readonly parts: () => Promise<StudioParts>;
	/** Whether no project is on screen. */
	readonly isFree: () => boolean;
};

/** Carries for whoever is signed in, for as long as the page lives. What opens projects comes with the first one to carry. */
export function startCourier(window: Window, options: Options): ProjectCourier {
	const { account, known, projects, clock, parts, isFree } = options;
	const page = createPageAround();
	const hints = browserHints(window);
	const courier = new ProjectCourier({
		projects,
		account: () => known.account,
		open: async (id) => {
			const { ProjectSession } = await import('./project-session.svelte.ts');
			const opened = await ProjectSession.open(await parts(), id);
			return opened.ok ? opened.value : null;
		},
		noteSent: (id) => account.projects.noteSent(id),
		holdLock: (name) => page.holdLock(name, 0),
		isOnline: () => hints.isOnline(),
		clock,
	});
	known.onChange(() => courier.retry());
	hints.onChange(() => courier.retry());
	if (!isFree()) void courier.pause();
	courier.start();
	return courier;
}

import type { Dispose } from '../base/disposer.ts';
import type { DeviceStorage } from '../storage/ports.ts';

type Page = Pick<Window, 'addEventListener' | 'removeEventListener'>;

/**
 * Has the browser ask before the page goes while work is in its memory only. The listener stands only then: pages
 * with one are not kept for going back to.
 */
export function guardUnload(
	page: Page,
	storage: Pick<DeviceStorage, 'health' | 'onHealth' | 'atRisk'>,
): Dispose {
	const warn = (event: Event) => {
		if (storage.atRisk) event.preventDefault();
	};
	const follow = () => {
		if (storage.health.kind === 'failing') page.addEventListener('beforeunload', warn);
		else page.removeEventListener('beforeunload', warn);
	};
	follow();
	const stop = storage.onHealth(follow);
	return () => {
		stop();
		page.removeEventListener('beforeunload', warn);
	};
}

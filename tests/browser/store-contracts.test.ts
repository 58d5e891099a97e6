import { expect, test } from 'vitest';
import type { ContractResult } from './pages/contract-runner.ts';
import { BrowserProfile, skipReason, type BrowserKind } from './support/browser-profile.ts';
import { BROWSERS, describeInBrowsers } from './support/each-browser.ts';
import { PageServer } from './support/page-server.ts';

// Run before the tests are named, so that each contract is a test of its own in every count.
const results = new Map<BrowserKind, readonly ContractResult[]>();
for (const kind of BROWSERS) results.set(kind, skipReason(kind) ? [] : await contractsIn(kind));

describeInBrowsers('storage contracts', BROWSERS, (kind) => {
	const found = results.get(kind) ?? [];
	test('are all run', () => expect(found.length).toBeGreaterThan(60));
	for (const { name, error } of found) {
		test(name, () => {
			if (error) throw new Error(error);
		});
	}
});

async function contractsIn(kind: BrowserKind): Promise<readonly ContractResult[]> {
	const server = await PageServer.start();
	const profile = await BrowserProfile.create(kind);
	try {
		const page = await profile.open(`${server.origin}/current/contracts.html`);
		return await page.evaluate(() => globalThis.runStorageContracts());
	} finally {
		await profile.dispose();
		await server.close();
	}
}

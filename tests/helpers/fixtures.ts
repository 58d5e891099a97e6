import { test as base, type TestInfo } from '@playwright/test';
import { Person, type PersonOptions } from './person.ts';
import { ServerProcess } from './server-process.ts';

export interface Fixtures {
	/** The real server, fresh for each test. */
	readonly server: ServerProcess;
	/** Opens a browser profile of its own for one more person. Closed, and its guard asked, when the test ends. */
	readonly person: (options?: PersonOptions) => Promise<Person>;
}

export const test = base.extend<Fixtures>({
	server: async ({}, use, info) => {
		const server = await ServerProcess.start();
		await use(server);
		await server.dispose();
		if (info.status !== info.expectedStatus) await info.attach('server-log', { body: server.log });
	},

	person: async ({ server }, use, info) => {
		const people: Person[] = [];
		await use(async (options) => {
			const person = await Person.open(server.url, options);
			people.push(person);
			return person;
		});
		if (info.status !== info.expectedStatus) await attachScreens(people, info);
		const results = await Promise.allSettled(people.map((person) => person.dispose()));
		for (const result of results) if (result.status === 'rejected') throw result.reason;
	},
});

/** For tests of what a quicker one promises as well: in each soak, and with LONG=1. */
export const LONG = { tag: '@long' };

export { expect } from '@playwright/test';
export { SERVER_AWAY } from './guard.ts';

async function attachScreens(people: readonly Person[], info: TestInfo): Promise<void> {
	for (const person of people) {
		const body = await person.page.screenshot().catch(() => null);
		if (body) await info.attach(`${person.name}-screen`, { body, contentType: 'image/png' });
	}
}

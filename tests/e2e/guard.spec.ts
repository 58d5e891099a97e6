import { expect, test, type Fixtures } from '../helpers/fixtures.ts';
import { Guard } from '../helpers/guard.ts';

// The guard around every other test, tried on pages that do what must never happen.
test.describe('the guard bites', () => {
	const misdeeds: [string, RegExp, () => void][] = [
		['a console error', /console: spilled milk/, () => console.error('spilled milk')],
		[
			'an uncaught error',
			/page error: .*dropped/s,
			() => {
				setTimeout(() => {
					throw new Error('dropped');
				});
			},
		],
		[
			'a rejection nobody handles',
			/page error: .*unheard/s,
			() => {
				void Promise.reject(new Error('unheard'));
			},
		],
		[
			'an inline style',
			/console: .*Content Security Policy/,
			() => document.body.setAttribute('style', 'color: red'),
		],
		[
			'an inline script',
			/console: .*Content Security Policy/,
			() => {
				const script = document.createElement('script');
				script.textContent = '1';
				document.body.append(script);
			},
		],
		[
			'a request to another origin',
			/console: .*Content Security Policy|request left the origin/,
			() => {
				void fetch('http://127.0.0.1:9/').catch(() => {});
			},
		],
	];

	test('misdeeds of a page', async ({ person }) => {
		const { context, page, allow } = await openGuarded(person);
		for (const [name, problem, misdeed] of misdeeds) {
			await test.step(name, async () => {
				const guard = new Guard(context, page.url());
				expect(guard.problems).toEqual([]);
				await page.evaluate(misdeed);
				await expect.poll(() => guard.problems).toContainEqual(expect.stringMatching(problem));
				expect(() => guard.verify('Ada')).toThrow(problem);
				guard.allow(problem);
				expect(guard.problems).toEqual([]);
			});
		}
		allow();
	});

	test('a page of another origin', async ({ person, server }) => {
		const { context, page, allow } = await openGuarded(person);
		const guard = new Guard(context, server.url);
		await page.goto(`http://127.0.0.1:${server.port}/`);
		expect(guard.problems).toContainEqual(expect.stringContaining('request left the origin'));
		allow();
	});

	test('work within the origin, blobs and data addresses are no problem', async ({ person }) => {
		const { page } = await openGuarded(person);
		await page.evaluate(async () => {
			await (await fetch('/manifest.webmanifest')).text();
			const image = new Image();
			image.src = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
			await image.decode();
			await (await fetch(URL.createObjectURL(new Blob(['1'])))).text();
		});
	});

	// The person's own guard sees the misdeed as well; `allow` forgives it there.
	async function openGuarded(person: Fixtures['person']) {
		const ada = await person({ name: 'Ada' });
		await ada.page.goto('/');
		return { context: ada.context, page: ada.page, allow: () => ada.allow(/./) };
	}
});

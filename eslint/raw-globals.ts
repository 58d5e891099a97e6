const inject = (what: string, instead: string) =>
	`${what} makes code that tests cannot steer. ${instead} (allowed in lib/base, lib/pwa and files named *-adapter.ts).`;

const CLOCK = "Take a Clock from '#lib/base/clock.ts'";
const RANDOM = "Take a Random from '#lib/base/random.ts', or mint an id in '#lib/base/ids.ts'";
const STORAGE = 'Go through a port of lib/storage';
const NETWORK = 'Put it behind a port with an adapter (*-adapter.ts) and a memory twin';
const DIALOG = 'Browser dialogs stop the page and cannot be styled. Use the Dialog or Toast of lib/ui.';

/** The outside world by its raw names, refused in src/lib outside base and the adapters. */
export const RAW_GLOBALS = [
	...['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'].map((name) => ({
		name,
		message: inject(`A raw ${name}`, CLOCK),
	})),
	...['localStorage', 'sessionStorage', 'indexedDB', 'caches'].map((name) => ({
		name,
		message: inject(`Raw ${name}`, STORAGE),
	})),
	...['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource', 'BroadcastChannel'].map((name) => ({
		name,
		message: inject(`Raw ${name}`, NETWORK),
	})),
	...['alert', 'confirm', 'prompt'].map((name) => ({ name, message: DIALOG })),
];

export const RAW_PROPERTIES = [
	{ object: 'Date', property: 'now', message: inject('Date.now()', CLOCK) },
	{ object: 'Math', property: 'random', message: inject('Math.random()', RANDOM) },
	{ object: 'crypto', property: 'randomUUID', message: inject('crypto.randomUUID()', RANDOM) },
	{ object: 'crypto', property: 'getRandomValues', message: inject('crypto.getRandomValues()', RANDOM) },
];

export const RAW_PERFORMANCE = {
	object: 'performance',
	property: 'now',
	message: inject('performance.now()', CLOCK),
};

export const RAW_SYNTAX = [
	{
		selector: "NewExpression[callee.name='Date'][arguments.length=0]",
		message: inject('new Date() without a time', CLOCK),
	},
];

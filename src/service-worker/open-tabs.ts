import { WHICH_VERSION } from '#lib/pwa/worker-messages.ts';

const PATIENCE_MS = 3000;

/** Whether every open tab says that it runs `version`. A frozen one says nothing, and may run anything. */
export async function allTabsRun(version: string, clients: Clients): Promise<boolean> {
	const tabs = await clients.matchAll({ type: 'window', includeUncontrolled: true });
	const versions = await Promise.all(tabs.map(askVersion));
	return versions.every((answer) => answer === version);
}

function askVersion(tab: Client): Promise<unknown> {
	return new Promise((resolve) => {
		const { port1, port2 } = new MessageChannel();
		const timer = setTimeout(() => answer(undefined), PATIENCE_MS);
		const answer = (value: unknown) => {
			clearTimeout(timer);
			port1.close();
			resolve(value);
		};
		port1.onmessage = ({ data }) => answer(data);
		tab.postMessage({ type: WHICH_VERSION }, [port2]);
	});
}

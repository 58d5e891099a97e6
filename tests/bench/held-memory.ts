import type { CDPSession } from '@playwright/test';

/** What is held, MB: objects, and what typed arrays have. Not compiled code, of which the browser makes more with each visit. */
export async function heldMemory(session: CDPSession): Promise<number> {
	for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
	let text = '';
	const read = ({ chunk }: { readonly chunk: string }) => void (text += chunk);
	session.on('HeapProfiler.addHeapSnapshotChunk', read);
	await session.send('HeapProfiler.takeHeapSnapshot', {});
	session.off('HeapProfiler.addHeapSnapshotChunk', read);
	return sumSizes(JSON.parse(text) as HeapSnapshot) / 1e6;
}

function sumSizes({ snapshot, nodes }: HeapSnapshot): number {
	const { node_fields: fields, node_types: types } = snapshot.meta;
	const [type, size] = [fields.indexOf('type'), fields.indexOf('self_size')];
	let sum = 0;
	for (let at = 0; at < nodes.length; at += fields.length) {
		const kind = types[0]?.[nodes[at + type] ?? 0] ?? '';
		if (!CODE.includes(kind)) sum += nodes[at + size] ?? 0;
	}
	return sum;
}

const CODE = ['code', 'object shape'];

interface HeapSnapshot {
	readonly snapshot: {
		readonly meta: {
			readonly node_fields: readonly string[];
			readonly node_types: readonly (readonly string[])[];
		};
	};
	readonly nodes: readonly number[];
}

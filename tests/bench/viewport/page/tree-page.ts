// What `tree-10k` runs inside a browser. Called by name from `tree-figures.ts`.
import { flushSync, mount, unmount } from 'svelte';
import type { EntityId } from '#lib/base/ids.ts';
import { unwrap } from '#lib/base/result.ts';
import { renameEntity } from '#lib/doc/commands/set-fields.ts';
import { SceneDocument } from '#lib/doc/scene.ts';
import { HierarchyState } from '#lib/features/hierarchy/hierarchy.svelte.ts';
import type { OpenDocument } from '#lib/studio/open-document.ts';
import { SceneSession } from '#lib/studio/scene-session.svelte.ts';
import BenchTree from './BenchTree.svelte';
import { makeManyEntities } from './many-entities.ts';
import { PlainTree } from './plain-tree.ts';

const ENTITIES = 10_000;
const HEIGHT = 600;

type Side = Record<'open' | 'expand' | 'scroll' | 'rename' | 'select', number>;
export type TreeRun = { readonly ours: Side; readonly theirs: Side };

const made = makeManyEntities(ENTITIES);
const { document: live } = made;
const { hierarchy: places } = made.snapshot;
const groups = (places.childrenOf.get(null) ?? []).filter((id) => places.childrenOf.has(id));
// Each side reads the document by itself, and alone.
made.dispose();

/** From the beginning of a frame to when it is painted: script, style, layout and paint. */
function untilPainted(act: () => void): Promise<number> {
	return new Promise((resolve, reject) => {
		requestAnimationFrame(() => {
			const start = performance.now();
			try {
				act();
			} catch (cause) {
				reject(cause instanceof Error ? cause : new Error(String(cause)));
			}
			const { port1, port2 } = new MessageChannel();
			port1.onmessage = () => resolve(performance.now() - start);
			port2.postMessage(null);
		});
	});
}

function makeRoom(): HTMLElement {
	const room = document.createElement('div');
	room.style.cssText = `block-size: ${HEIGHT}px; inline-size: 300px; overflow: auto`;
	document.body.append(room);
	return room;
}

function scrollTo(element: Element | null, top: number): void {
	if (!element) throw new Error('There is nothing to scroll');
	element.scrollTop = top;
	// The browser would say so in the next frame.
	element.dispatchEvent(new Event('scroll'));
}

/** Everything is open; one group is closed and opened, another part looked at, one entity renamed, one selected. */
async function measureOurs(run: number): Promise<Side> {
	const room = makeRoom();
	const presence = { set: () => undefined, onChange: () => () => undefined, peers: () => [] };
	const session = new SceneSession({ document: live, presence } as unknown as OpenDocument, () => true);
	const hierarchy = new HierarchyState(session, () => true);
	hierarchy.expandAll();
	let tree: Record<string, unknown> = {};
	const { group, child } = pick(run);
	const open = await untilPainted(() => {
		tree = mount(BenchTree, { target: room, props: { hierarchy } });
		flushSync();
	});
	const toggled = async (expanded: boolean) =>
		await untilPainted(() => {
			hierarchy.toggle(group, expanded);
			flushSync();
		});
	const expand = (await toggled(false)) + (await toggled(true));
	const scroll = await untilPainted(() => {
		scrollTo(room.querySelector('[role=tree]'), 50_000 + run * 1000);
		flushSync();
	});
	const rename = await untilPainted(() => {
		hierarchy.rename(child, `Renamed ${run}`);
		flushSync();
	});
	const select = await untilPainted(() => {
		hierarchy.select([child]);
		flushSync();
	});
	if (room.querySelectorAll('[role=treeitem]').length < 10) throw new Error('The hierarchy shows nothing');
	await unmount(tree);
	session.dispose();
	room.remove();
	return { open, expand, scroll, rename, select };
}

async function measureTheirs(run: number): Promise<Side> {
	const room = makeRoom();
	const scene = new SceneDocument(live);
	let tree: PlainTree | undefined;
	const { group, child } = pick(run);
	const open = await untilPainted(() => (tree = new PlainTree(room, scene.snapshot)));
	const toggled = async (expanded: boolean) => await untilPainted(() => tree?.toggle(group, expanded));
	const expand = (await toggled(false)) + (await toggled(true));
	const scroll = await untilPainted(() => scrollTo(room, 50_000 + run * 1000));
	const rename = await untilPainted(() => {
		unwrap(renameEntity(scene, child, `Renamed too ${run}`));
		tree?.rename(child, `Renamed too ${run}`);
	});
	const select = await untilPainted(() => tree?.select(child));
	if (room.children.length < ENTITIES) throw new Error('The plain tree lacks rows');
	room.remove();
	scene.dispose();
	return { open, expand, scroll, rename, select };
}

function pick(run: number): { readonly group: EntityId; readonly child: EntityId } {
	const group = groups[(run * 37) % groups.length];
	const child = group && places.childrenOf.get(group)?.[0];
	if (!group || !child) throw new Error('There is no group to open');
	return { group, child };
}

const bench = {
	measure: async (run: number): Promise<TreeRun> => ({
		ours: await measureOurs(run),
		theirs: await measureTheirs(run),
	}),
};

declare global {
	var treeBench: typeof bench;
}

globalThis.treeBench = bench;

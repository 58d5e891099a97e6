import { hashAsset } from '#lib/base/ids.ts';
import { formatGlb, parseGlb } from '#lib/engine/gltf/glb.ts';
import { parseShareLink } from '#lib/sync/share-link.ts';
import { expect, SERVER_AWAY, test } from '../helpers/fixtures.ts';
import { madeGlb } from '../helpers/made-gltf.ts';
import { WITHOUT_PICTURE } from '../helpers/person.ts';
import { expectTree, importFiles, join, newProject, saveState, share } from '../helpers/studio-steps.ts';
import { madeBytes } from '../helpers/tus-steps.ts';

const ON_SERVER = 'Saved here and on the server';
/** Several pieces of an upload. */
const BYTES = 24_000_000;

test('[16] a large model goes on where the server was killed, and the next person gets it', async ({
	person,
	server,
}) => {
	test.setTimeout(180_000);
	const ada = await person({ name: 'Ada', flags: WITHOUT_PICTURE });
	ada.allow(...SERVER_AWAY);
	const { page } = ada;
	await newProject(page);
	const link = await share(page, 'Editor');
	const model = largeModel();
	const offsets: number[] = [];
	let pieces = 0;
	const killed = Promise.withResolvers<void>();
	page.on('request', (request) => {
		const offset = request.method() === 'PATCH' ? request.headers()['upload-offset'] : undefined;
		if (offset === undefined) return;
		offsets.push(Number(offset));
		if (pieces++ === 2) killed.resolve(server.kill());
	});
	await importFiles(page, { name: 'castle.glb', mimeType: 'model/gltf-binary', buffer: model });
	await killed.promise;
	await expect(saveState(page)).toHaveText(/\d+ changes? waiting$/);
	await expectTree(page, ['castle']);

	await test.step('over a reload of the page and a new life of the server', async () => {
		await page.reload();
		await expectTree(page, ['castle']);
		offsets.length = 0;
		await server.restart();
		await expect(saveState(page)).toHaveText(ON_SERVER, { timeout: 90_000 });
		expect(Math.min(...offsets), 'what had come was not sent again').toBeGreaterThan(0);
	});

	const grace = await person({ name: 'Grace', flags: WITHOUT_PICTURE });
	const fetched = grace.page.waitForResponse(
		(answer) => /\/assets\/[0-9a-f]{64}$/.test(answer.url()) && answer.status() === 200,
	);
	await join(grace.page, link, 'Grace');
	await expectTree(grace.page, ['castle']);
	expect((await fetched).url()).toContain(await hashAsset(new Uint8Array(model)));
	await expect(saveState(grace.page)).toHaveText(ON_SERVER);
	expect(await onServer(server.url, link, model)).toBe(true);
});

/** A triangle with much that nothing shows. */
function largeModel(): Buffer {
	const { json, binary = new Uint8Array() } = parseGlb(madeGlb([{ mesh: 0, name: 'castle' }]));
	const padded = madeBytes(BYTES);
	padded.set(binary);
	const described = JSON.parse(json) as Record<string, unknown>;
	return Buffer.from(formatGlb({ ...described, buffers: [{ byteLength: padded.length }] }, padded));
}

async function onServer(url: string, link: string, model: Buffer): Promise<boolean> {
	const invitation = parseShareLink(link, 0);
	if (!invitation.ok) throw new Error(invitation.error.message);
	const { projectId, token } = invitation.value;
	const hash = await hashAsset(new Uint8Array(model));
	const answer = await fetch(`${url}/api/projects/${projectId}/assets/${hash}`, {
		headers: { Authorization: `Bearer ${token}` },
	});
	return Buffer.from(await answer.arrayBuffer()).equals(model);
}

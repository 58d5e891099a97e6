import { expect, it } from 'vitest';
import { copyIdOf, isId, mintBranchId, mintDocumentId } from './ids.ts';

it('the copy of a document on a branch has one id everywhere, and no other has it', async () => {
	const [night, dusk] = [mintBranchId(), mintBranchId()];
	const [scene, page] = [mintDocumentId(), mintDocumentId()];
	const ids = await Promise.all([
		copyIdOf(night, scene),
		copyIdOf(night, page),
		copyIdOf(dusk, scene),
		copyIdOf(dusk, page),
	]);
	expect(ids.every(isId)).toBe(true);
	expect(new Set([...ids, scene, page]).size).toBe(6);
	expect(await copyIdOf(night, scene)).toBe(ids[0]);
});

import { STORAGE_RIGS } from '../helpers/storage-rig.ts';
import { assetStoreContract } from './asset-store.ts';
import { assetSweepContract } from './asset-sweep.ts';
import { largeAssetContract } from './large-assets.ts';

for (const [name, createRig] of STORAGE_RIGS) {
	assetStoreContract(name, createRig);
	largeAssetContract(name, createRig);
	assetSweepContract(name, createRig);
}

import { STORAGE_RIGS } from '../helpers/storage-rig.ts';
import { assetStoreContract } from './asset-store.ts';

for (const [name, createRig] of STORAGE_RIGS) assetStoreContract(name, createRig);

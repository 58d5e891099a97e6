import { STORAGE_RIGS } from '../helpers/storage-rig.ts';
import { versionStoreContract } from './version-store.ts';

for (const [name, createRig] of STORAGE_RIGS) versionStoreContract(name, createRig);

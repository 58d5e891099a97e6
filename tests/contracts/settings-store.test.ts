import { STORAGE_RIGS } from '../helpers/storage-rig.ts';
import { settingsStoreContract } from './settings-store.ts';

for (const [name, createRig] of STORAGE_RIGS) settingsStoreContract(name, createRig);

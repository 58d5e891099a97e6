import { STORAGE_RIGS } from '../helpers/storage-rig.ts';
import { gestureStoreContract } from './gesture-store.ts';

for (const [name, createRig] of STORAGE_RIGS) gestureStoreContract(name, createRig);

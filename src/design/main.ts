import '../app.css';
import { mount } from 'svelte';
import DesignPage from './DesignPage.svelte';

const target = document.getElementById('app');
if (target) mount(DesignPage, { target });

import { defineConfig } from 'astro/config';
import starlight from '@astrojs/starlight';

export default defineConfig({
  site: 'https://choir.example.org',
  integrations: [starlight({ title: 'The open choir', social: [{ icon: 'github', label: 'Code', href: 'https://example.org' }] })],
});

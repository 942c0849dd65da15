import { defineConfig } from 'vitepress'

export default defineConfig({
  title: 'The open workshop',
  description: 'Tools that a street shares',
  lang: 'en-GB',
  srcExclude: ['own/**'],
  rewrites: { 'en/:rest*': ':rest*' },
  themeConfig: { nav: [{ text: 'Tools', link: '/tools/saw' }], footer: { message: 'Ours' } },
  locales: { root: { label: 'English', lang: 'en-GB' }, fr: { label: 'Français', lang: 'fr-FR' } },
})

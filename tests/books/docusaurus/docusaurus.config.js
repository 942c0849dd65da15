// title: 'not this one'
/** @type {import('@docusaurus/types').Config} */
const config = {
  title: 'Common ground',
  tagline: 'How a garden is shared',
  url: 'https://ground.example.org',
  baseUrl: '/',
  presets: [['classic', { docs: { sidebarPath: './sidebars.js' }, blog: {} }]],
};
module.exports = config;

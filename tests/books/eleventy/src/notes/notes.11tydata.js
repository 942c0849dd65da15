module.exports = { permalink: "/{{ page.date | date: '%Y' }}/{{ page.fileSlug }}/" };

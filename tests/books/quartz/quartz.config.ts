import { QuartzConfig } from "./quartz/cfg"
import * as Plugin from "./quartz/plugins"

const ink = "#223344"
const paper = "#fffdf7"
const shades = {
  light: paper,
  lightgray: "#ddd8cc",
  gray: "#aaa69c",
  darkgray: "#555a60",
  dark: ink,
  secondary: "#335577",
  tertiary: "#669988",
  highlight: "#33557722",
  textHighlight: "#ffee8899",
}

const config: QuartzConfig = {
  configuration: {
    pageTitle: "A quiet commons",
    enableSPA: false,
    enablePopovers: true,
    analytics: null,
    locale: "en-GB",
    baseUrl: "commons.example.org/garden",
    ignorePatterns: ["private", "templates", ".obsidian", "**/*.draft.md"],
    defaultDateType: "modified",
    theme: {
      fontOrigin: "local",
      cdnCaching: false,
      typography: { header: "serif", body: "serif", code: "monospace" },
      colors: { lightMode: shades, darkMode: { ...shades, light: ink, dark: paper } },
    },
  },
  plugins: {
    transformers: [
      Plugin.FrontMatter(),
      Plugin.CreatedModifiedDate({ priority: ["frontmatter"] }),
      Plugin.ObsidianFlavoredMarkdown(),
      Plugin.GitHubFlavoredMarkdown(),
      Plugin.Citations({ bibliographyFile: "content/songs/books.bib" }),
      Plugin.TableOfContents(),
      Plugin.Description(),
      Plugin.CrawlLinks({ markdownLinkResolution: "shortest" }),
      Plugin.Latex({ renderEngine: "katex" }),
    ],
    filters: [Plugin.RemoveDrafts()],
    emitters: [
      Plugin.AliasRedirects(),
      Plugin.ComponentResources(),
      Plugin.ContentPage(),
      Plugin.FolderPage(),
      Plugin.TagPage(),
      Plugin.Assets(),
      Plugin.Static(),
    ],
  },
}

export default config

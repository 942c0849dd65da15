import { PageLayout, SharedLayout } from "./quartz/cfg"
import * as Component from "./quartz/components"

export const sharedPageComponents: SharedLayout = {
  head: Component.Head(),
  header: [],
  afterBody: [],
  footer: Component.Footer({ links: {} }),
}

export const defaultContentPageLayout: PageLayout = {
  beforeBody: [Component.ArticleTitle(), Component.TagList()],
  left: [Component.PageTitle()],
  right: [Component.Backlinks()],
}

export const defaultListPageLayout: PageLayout = { ...defaultContentPageLayout, right: [] }

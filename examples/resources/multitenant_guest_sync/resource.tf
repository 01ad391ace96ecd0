# Contoso's sales department are guests of Fabrikam, who appear in its address book.
resource "multitenant_guest_sync" "contoso_to_fabrikam" {
  source = "contoso"
  tenant = "fabrikam"

  scope = { filter = "department eq 'Sales'" }

  # Nothing else crosses.
  attributes = {
    display_name         = { from = "displayName", suffix = " (Contoso)" }
    department           = { from = "department" }
    job_title            = { from = "jobTitle", apply = "creation" }
    company_name         = { value = "Contoso" }
    show_in_address_list = { value = true, apply = "creation" }
  }

  source_anchor = "extensionAttribute15"
  withhold_if   = { attribute = "extensionAttribute7", equals = "ITAR" }

  # A user who leaves is hidden at once and deleted after 30 days.
  on_leave = { action = "delete", after_days = 30, first = "hide", max_people = 50, max_percent = 10 }
}

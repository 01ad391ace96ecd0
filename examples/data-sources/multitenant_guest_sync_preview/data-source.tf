# What a guest sync of Contoso's sales department to Fabrikam would do, for a review
# before the first apply. Nothing is written.
data "multitenant_guest_sync_preview" "contoso_to_fabrikam" {
  source = "contoso"
  tenant = "fabrikam"

  scope = { filter = "department eq 'Sales'" }

  attributes = {
    display_name = { from = "displayName", suffix = " (Contoso)" }
    company_name = { value = "Contoso" }
  }

  source_anchor = "extensionAttribute15"
  withhold_if   = { attribute = "extensionAttribute7", equals = "ITAR" }
  on_leave      = { action = "delete", after_days = 30, first = "hide" }

  limit = 1000
}

output "changes" {
  value = data.multitenant_guest_sync_preview.contoso_to_fabrikam.changes
}

# terraform output -raw preview > preview.json
output "preview" {
  value = data.multitenant_guest_sync_preview.contoso_to_fabrikam.json
}

import {
  to = multitenant_sync_scope_group.to_fabrikam
  identity = {
    tenant_id = "11111111-1111-4111-8111-111111111111"
    object_id = "eeeeeeee-0000-4000-8000-000000000010"
  }
}

resource "multitenant_sync_scope_group" "to_fabrikam" {
  tenant       = "contoso"
  display_name = "sync-scope-to-fabrikam"
  members      = ["aaaaaaaa-0000-4000-8000-000000000001"]
}
